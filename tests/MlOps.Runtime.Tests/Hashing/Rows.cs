using System.Diagnostics.CodeAnalysis;

namespace MlOps.Tests.Hashing;

[SuppressMessage("Design", "CA1028", Justification = "Enums are hashed by their underlying type, and not all are int.")]
public enum Species : byte
{
    Setosa,
    Versicolor,
}

[Versioned]
public sealed record Flower(double PetalLength, double PetalWidth, Species Species, int? Year, string? Note);

[Versioned]
public readonly record struct Pixel(byte X, byte Y, float Grey);

[Versioned]
[SuppressMessage("Performance", "CA1819", Justification = "Data of users is like this.")]
public sealed class Patient
{
    public Guid Id { get; init; }

    public DateOnly Born { get; init; }

    public decimal Fee { get; init; }

    public float[] Signal { get; init; } = [];

    public Dictionary<string, double> Scores { get; init; } = [];

    public HashSet<string> Words { get; init; } = [];

    public (int Low, int High)? Pressure { get; init; }

    public Patient? Mother { get; init; }
}
