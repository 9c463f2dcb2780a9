namespace KafkaStore.Tests.Forging;

/// <summary>Somebody who may write to a staging location, knows the format and has no key.</summary>
internal sealed class Adversary(TestApp app)
{
    /// <summary>What a forged record says, with its offset.</summary>
    private const string Payment = "to=mallory";

    private readonly StagingArea unsigned = new(app.Staging);

    /// <summary>A sound chunk of records that no broker ever had.</summary>
    public async Task<ChunkName> StageAsync(int from, int to)
    {
        EncodedRecord[] forged = [.. Offsets(from, to).Select(Forged)];
        return Assert.Single(await unsigned.StageAsync(Orders0, forged, app.Clock.GetUtcNow(), default));
    }

    /// <summary>Puts what is staged back as accepted when nobody lives any more.</summary>
    public async Task PostdateAsync()
    {
        foreach (ChunkName chunk in app.Chunks)
        {
            StagedChunk staged = await unsigned.ReadAsync(chunk, default);
            await app.Staging.DeleteAsync(chunk.ToString(), default);
            await unsigned.StageAsync(Orders0, staged.Records, DateTimeOffset.MaxValue, default);
        }
    }

    /// <summary>As <see cref="StageAsync"/>, postdated.</summary>
    public async Task StagePostdatedAsync(int from, int to) =>
        await unsigned.StageAsync(Orders0, [.. Offsets(from, to).Select(Forged)], DateTimeOffset.MaxValue, default);

    /// <summary>A sound proof of what is not so.</summary>
    public Task<ChunkName> ProveEmptyAsync(int from, int to) =>
        unsigned.StageProofAsync(Orders0, [new OffsetRange(from, to)], app.Clock.GetUtcNow(), default);

    /// <summary>Takes away what was staged.</summary>
    public async Task RemoveChunksAsync()
    {
        foreach (ChunkName chunk in app.Chunks)
            await app.Staging.DeleteAsync(chunk.ToString(), default);
    }

    /// <summary>The forged records that are archived.</summary>
    public async Task<long[]> ArchivedAsync() =>
        [
            .. (await app.ArchivedAsync(Orders0))
                .Where(record => record.Bytes.Span.SequenceEqual(Forged(record.Offset).Bytes.Span))
                .Select(record => record.Offset),
        ];

    private static EncodedRecord Forged(long offset) =>
        RecordEncoding.Encode(new Record(offset, Millisecond(1000 * offset), null, Encoding.UTF8.GetBytes($"{Payment};n={offset}"), []));
}
