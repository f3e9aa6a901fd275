using System.Globalization;
using Microsoft.Data.Sqlite;

namespace MlOps.Search;

/// <summary>A statement that grows, and the values that go with it: no value of a user is ever a part of the text.</summary>
internal sealed class SqlText
{
    private readonly List<object> _values = [];

    public string Text { get; set; } = "";

    /// <summary>Takes a value and gives what stands for it in the text.</summary>
    public string Value(object value)
    {
        _values.Add(value);
        return Name(_values.Count - 1);
    }

    public List<T> Query<T>(SqliteConnection connection, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Text;
        for (var i = 0; i < _values.Count; i++)
        {
            command.Parameters.AddWithValue(Name(i), _values[i]);
        }

        using var rows = command.ExecuteReader();
        var list = new List<T>();
        while (rows.Read())
        {
            list.Add(read(rows));
        }

        return list;
    }

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"$p{index}");
}
