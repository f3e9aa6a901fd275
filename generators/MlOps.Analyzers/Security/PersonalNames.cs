using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using MlOps.Analyzers.Shared;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Security;

/// <summary>
/// Tells names of what is known of a person. Words that as often mean a machine, a file or a type (<c>address</c>, <c>ipAddress</c>,
/// <c>name</c>, <c>fullName</c>) count only with a person before them.
/// </summary>
internal static class PersonalNames
{
    /// <summary>The words, which <c>mlops_personal_names</c> changes.</summary>
    public static readonly WordList Words = new(
        "mlops_personal_names",
        "email", "emailaddress", "mailaddress", "phone", "phonenumber", "telephone", "telephonenumber", "mobilenumber", "faxnumber",
        "firstname", "lastname", "middlename", "surname", "givenname", "familyname", "maidenname", "personfullname", "userfullname",
        "patientname", "customername", "personname", "employeename", "studentname", "patientfullname", "customerfullname", "employeefullname",
        "ssn", "socialsecurity", "socialsecuritynumber", "nationalid", "nationalinsurancenumber",
        "passport", "passportnumber", "driverslicense", "driverlicense", "driverslicensenumber", "driverlicensenumber", "licenseplate",
        "dateofbirth", "birthdate", "birthday", "dob", "placeofbirth", "birthplace",
        "homeaddress", "streetaddress", "postaladdress", "mailingaddress", "billingaddress", "shippingaddress", "patientaddress", "customeraddress",
        "clientip", "userip", "clientipaddress", "useripaddress",
        "iban", "creditcard", "creditcardnumber", "cardnumber", "bankaccount", "bankaccountnumber", "medicalrecordnumber");

    private static readonly HashSet<string> s_numbers = new(StringComparer.Ordinal) { "number", "ssn" };
    private static readonly HashSet<string> s_dates = new(StringComparer.Ordinal) { "birth", "birthdate", "date", "birthday", "dob" };

    public static bool IsPersonal(string name, ImmutableHashSet<string> words) => NameWords.EndWith(name, words) && !SecretNames.IsMasked(name);

    /// <summary>Texts; dates of birth, and numbers that are names of somebody. <c>int emails</c> counts them.</summary>
    public static bool CanHold(ITypeSymbol type, string name)
    {
        type = Scalars.UnderNullable(type) ?? type;
        var last = NameWords.Of(name).Last();
        return type.SpecialType switch
        {
            SpecialType.System_String => true,
            SpecialType.System_DateTime => s_dates.Contains(last),
            SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 or SpecialType.System_UInt64 => s_numbers.Contains(last),
            _ => type.Name is "DateOnly" or "DateTimeOffset" && s_dates.Contains(last) && type.IsIn("System"),
        };
    }
}
