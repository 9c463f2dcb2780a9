namespace KafkaStore.Reading.Verification;

/// <summary>One thing that is wrong with an archive.</summary>
/// <param name="Object">Name of the object; of one that should be there when it is missing.</param>
/// <param name="Offset">Where in the partition, if that can be said; of a range the first.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Reason">The same in a sentence, with the figures.</param>
public sealed record ArchiveProblem(string Object, long? Offset, ProblemKind Kind, string Reason);
