using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;

namespace KafkaStore.Stores.Tests.S3;

/// <summary>
/// Takes a request's body in, plain or in chunks with trailing headers, and refuses what does not match its checksums.
/// </summary>
internal sealed class FakeS3Body : IDisposable
{
    private const string ChecksumPrefix = "x-amz-checksum-";
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private readonly FakeS3Request request;
    private readonly FakeS3Signature signature;
    private readonly FakeS3Fault? fault;
    private readonly PipeReader body;
    private readonly Dictionary<string, string> announced = [];
    private readonly Dictionary<string, FakeS3Checksum> checksums = [];
    private long received;

    private FakeS3Body(FakeS3Request request, FakeS3Signature signature, FakeS3Fault? fault)
    {
        this.request = request;
        this.signature = signature;
        this.fault = fault;
        body = request.Context.Request.BodyReader;
        Content = new FakeS3Content(request.Context.Request.ContentLength ?? 0);
        IEnumerable<string> algorithms = request.HeadersLike(ChecksumPrefix).Select(header => header.Name[ChecksumPrefix.Length..]);
        if (request.Header("x-amz-trailer") is { } trailer)
            algorithms = algorithms.Append(trailer.Trim().ToLowerInvariant()[ChecksumPrefix.Length..]);
        foreach (string algorithm in algorithms.Concat(["md5", "sha256"]).Distinct())
        {
            if (FakeS3Checksum.Of(algorithm) is { } checksum)
                checksums[algorithm] = checksum;
        }

        foreach ((string name, string value) in request.HeadersLike(ChecksumPrefix))
            announced[name[ChecksumPrefix.Length..]] = value;
    }

    public FakeS3Content Content { get; }

    public byte[] Md5 { get; private set; } = [];

    /// <summary>Those that the client gave, by header.</summary>
    public Dictionary<string, string> Checksums { get; } = [];

    public static async Task<FakeS3Body> ReceiveAsync(FakeS3Request request, FakeS3Signature signature, FakeS3Fault? fault)
    {
        var body = new FakeS3Body(request, signature, fault);
        try
        {
            string sha256 =
                request.Header("x-amz-content-sha256")
                ?? throw new FakeS3Exception(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
            if (sha256.StartsWith("STREAMING-", StringComparison.Ordinal))
                await body.ReceiveChunksAsync(sha256);
            else
                await body.ReceivePlainAsync();
            body.Verify(sha256);
            return body;
        }
        catch
        {
            body.Content.Dispose();
            throw;
        }
        finally
        {
            body.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (FakeS3Checksum checksum in checksums.Values)
            checksum.Dispose();
    }

    private async Task ReceivePlainAsync()
    {
        long? length = request.Context.Request.ContentLength;
        if (length is null && request.Method is "PUT")
            throw new FakeS3Exception(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        while (true)
        {
            ReadResult result = await body.ReadAsync();
            foreach (ReadOnlyMemory<byte> piece in result.Buffer)
                Take(piece.Span, null);
            body.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
                return;
        }
    }

    private async Task ReceiveChunksAsync(string kind)
    {
        string previous = signature.Value;
        while (true)
        {
            string[] header = (await ReadLineAsync()).Split(';');
            long size = long.Parse(header[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (long left = size; left > 0; )
                left -= await TakeSomeAsync(left, hash);
            if (kind.StartsWith("STREAMING-AWS4-HMAC-SHA256", StringComparison.Ordinal))
            {
                string expected = FakeS3Signature.Sign(
                    signature.Key,
                    $"AWS4-HMAC-SHA256-PAYLOAD\n{signature.Date}\n{signature.Scope}\n{previous}\n{EmptyHash}\n{Convert.ToHexStringLower(hash.GetHashAndReset())}"
                );
                if (header.Length < 2 || header[1].Trim() != $"chunk-signature={expected}")
                {
                    throw new FakeS3Exception(
                        403,
                        "SignatureDoesNotMatch",
                        "The chunk signature we calculated does not match the one you provided."
                    );
                }

                previous = expected;
            }

            if (size == 0)
                break;
            await ReadLineAsync();
        }

        string line;
        while ((line = await ReadLineAsync()).Length > 0)
        {
            string[] sides = line.Split(':', 2);
            string name = sides[0].Trim().ToLowerInvariant();
            if (name.StartsWith(ChecksumPrefix, StringComparison.Ordinal))
                announced[name[ChecksumPrefix.Length..]] = sides[1].Trim();
        }

        if (
            request.Header("x-amz-decoded-content-length") is not { } decoded
            || long.Parse(decoded, CultureInfo.InvariantCulture) != Content.Length
        )
        {
            throw new FakeS3Exception(
                400,
                "IncompleteBody",
                "You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header."
            );
        }
    }

    private async Task<long> TakeSomeAsync(long most, IncrementalHash hash)
    {
        ReadResult result = await body.ReadAsync();
        if (result.Buffer.IsEmpty && result.IsCompleted)
            throw new FakeS3Exception(400, "IncompleteBody", "The request body terminated unexpectedly.");
        ReadOnlySequence<byte> taken = result.Buffer.Slice(0, Math.Min(most, result.Buffer.Length));
        foreach (ReadOnlyMemory<byte> piece in taken)
            Take(piece.Span, hash);
        long count = taken.Length;
        body.AdvanceTo(taken.End);
        return count;
    }

    private async Task<string> ReadLineAsync()
    {
        while (true)
        {
            ReadResult result = await body.ReadAsync();
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                string line = Encoding.ASCII.GetString(result.Buffer.Slice(0, end)).TrimEnd('\r');
                body.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line;
            }

            if (result.IsCompleted)
            {
                // The last line of all need not end.
                string rest = Encoding.ASCII.GetString(result.Buffer).TrimEnd('\r');
                body.AdvanceTo(result.Buffer.End);
                return rest;
            }

            body.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private void Take(ReadOnlySpan<byte> bytes, IncrementalHash? chunk)
    {
        chunk?.AppendData(bytes);
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

        foreach (FakeS3Checksum checksum in checksums.Values)
            checksum.Append(bytes);
        Content.Append(bytes);
    }

    private void Verify(string sha256)
    {
        Md5 = checksums["md5"].Finish();
        if (request.Header("Content-MD5") is { } md5)
        {
            byte[] announced = new byte[18];
            if (!Convert.TryFromBase64String(md5, announced, out int length) || length != 16)
                throw new FakeS3Exception(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
            if (!announced.AsSpan(0, 16).SequenceEqual(Md5))
                throw new FakeS3Exception(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }

        byte[] computed = checksums["sha256"].Finish();
        if (sha256.Length == 64 && !string.Equals(sha256, Convert.ToHexStringLower(computed), StringComparison.Ordinal))
        {
            throw new FakeS3Exception(
                400,
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed."
            );
        }

        foreach ((string algorithm, string announced) in announced)
        {
            if (!checksums.TryGetValue(algorithm, out FakeS3Checksum? checksum))
                continue;
            if (announced != Convert.ToBase64String(algorithm == "sha256" ? computed : checksum.Finish()))
            {
                throw new FakeS3Exception(
                    400,
                    "BadDigest",
                    $"The {algorithm.ToUpperInvariant()} you specified did not match the calculated checksum."
                );
            }

            Checksums[ChecksumPrefix + algorithm] = announced;
        }
    }
}
