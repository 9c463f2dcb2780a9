namespace KafkaStore.Estimating;

/// <summary>A record whose place in a partition's course is known; what lies between two is taken to be even.</summary>
/// <param name="Record">Its number, from 0 on.</param>
/// <param name="Bytes">Encoded bytes of all before it.</param>
/// <param name="Time">Its timestamp in Unix milliseconds, or the largest before it where that is later.</param>
internal readonly record struct Knot(double Record, double Bytes, double Time);
