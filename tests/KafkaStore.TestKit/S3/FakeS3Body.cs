using System.IO.Pipelines;

namespace KafkaStore.Tests.S3;

/// <summary>Takes a request's body in and refuses what does not match its MD5 or the signed SHA-256, which every body has to have.</summary>
internal sealed class FakeS3Body : IDisposable
{
    private readonly FakeS3Request request;
    private readonly FakeS3Fault? fault;
    private readonly PipeReader body;
    private readonly IncrementalHash md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long received;

    private FakeS3Body(FakeS3Request request, FakeS3Fault? fault)
    {
        this.request = request;
        this.fault = fault;
        body = request.Context.Request.BodyReader;
        Content = new SpoolFile(memoryLimitBytes: SpooledBytes.MemoryBytes);
    }

    public SpoolFile Content { get; }

    public byte[] Md5 { get; private set; } = [];

    public static async Task<FakeS3Body> ReceiveAsync(FakeS3Request request, FakeS3Fault? fault)
    {
        using var body = new FakeS3Body(request, fault);
        try
        {
            string announced =
                request.Header("x-amz-content-sha256")
                ?? throw new FakeS3Exception(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");

            // As servers do that know nothing newer: the adapter has to get along with them.
            if (announced.Length != 64 || request.HeadersLike("x-amz-checksum-").Any() || request.Header("x-amz-trailer") is not null)
                throw new FakeS3Exception(501, "NotImplemented", "A header you provided implies functionality that is not implemented");
            await body.ReceiveAsync();
            body.Verify(announced);
            return body;
        }
        catch
        {
            body.Content.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        md5.Dispose();
        sha256.Dispose();
    }

    private async Task ReceiveAsync()
    {
        long? length = request.Context.Request.ContentLength;
        if (length is null && request.Method is "PUT")
            throw new FakeS3Exception(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        while (true)
        {
            ReadResult result = await body.ReadAsync();
            foreach (ReadOnlyMemory<byte> piece in result.Buffer)
                Take(piece.Span);
            body.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
                return;
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (fault?.DamagedByte is { } place && place >= received && place < received + bytes.Length)
        {
            byte[] damaged = bytes.ToArray();
            damaged[place - received] ^= 1;
            bytes = damaged;
        }

        received += bytes.Length;
        if (fault?.CutRequestAfterBytes is { } limit && received >= limit)
        {
            request.Context.Abort();
            throw new OperationCanceledException("The connection is cut on purpose.");
        }

        md5.AppendData(bytes);
        sha256.AppendData(bytes);
        Content.Write(bytes);
    }

    private void Verify(string sha256OfRequest)
    {
        Md5 = md5.GetHashAndReset();
        if (request.Header("Content-MD5") is { } announced)
        {
            byte[] bytes = new byte[18];
            if (!Convert.TryFromBase64String(announced, bytes, out int length) || length != 16)
                throw new FakeS3Exception(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
            if (!bytes.AsSpan(0, 16).SequenceEqual(Md5))
                throw new FakeS3Exception(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }

        if (sha256OfRequest != Convert.ToHexStringLower(sha256.GetHashAndReset()))
        {
            throw new FakeS3Exception(
                400,
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed."
            );
        }
    }
}
