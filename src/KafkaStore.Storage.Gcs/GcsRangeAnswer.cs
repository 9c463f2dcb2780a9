namespace KafkaStore.Storage.Gcs;

/// <summary>An answer with bytes, which the taker disposes.</summary>
/// <param name="Response">What has to be disposed.</param>
/// <param name="Body">The bytes up to <paramref name="End"/>.</param>
/// <param name="End">Position in the object after the last byte of the body.</param>
/// <param name="Generation">Of the object; null where the server tells none.</param>
internal sealed record GcsRangeAnswer(HttpResponseMessage Response, Stream Body, long End, long? Generation);
