using System.Globalization;
using System.Numerics;

namespace Avro;

/// <summary>An unscaled number and how many of its digits stand behind the point.</summary>
public readonly struct AvroDecimal : IEquatable<AvroDecimal>
{
    public AvroDecimal(BigInteger unscaledValue, int scale)
    {
        UnscaledValue = unscaledValue;
        Scale = scale;
    }

    public BigInteger UnscaledValue { get; }

    public int Scale { get; }

    public static bool operator ==(AvroDecimal left, AvroDecimal right) => left.Equals(right);

    public static bool operator !=(AvroDecimal left, AvroDecimal right) => !left.Equals(right);

    public bool Equals(AvroDecimal other) => Scale == other.Scale && UnscaledValue == other.UnscaledValue;

    public override bool Equals(object obj) => obj is AvroDecimal other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(UnscaledValue, Scale);

    public override string ToString()
    {
        string digits = UnscaledValue.ToString($"D{Scale + 1}", CultureInfo.InvariantCulture);
        return Scale > 0 ? digits.Insert(digits.Length - Scale, ".") : digits;
    }
}
