namespace KafkaStore.Tests.S3;

/// <summary>Answers requests: signature, faults, bucket, then the operation.</summary>
internal sealed class FakeS3Operations(FakeS3Faults faults)
{
    public FakeS3Buckets Buckets { get; } = new();

    public async Task AnswerAsync(HttpContext context)
    {
        var request = new FakeS3Request(context);
        context.Response.Headers["x-amz-request-id"] = Guid.NewGuid().ToString("N")[..16].ToUpperInvariant();
        context.Response.Headers.Server = "AmazonS3";
        try
        {
            var signature = FakeS3Signature.Verify(request, faults.ClockOffset);
            FakeS3Fault? fault = faults.Note(request);
            fault?.Before?.Invoke();
            if (fault?.Hangs == true)
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            if (fault?.Error is { } error)
                throw error;
            FakeS3Answer answer = await DoAsync(request, signature.Region, fault);
            if (fault?.LosesAnswer == true)
                context.Abort();
            else if (fault?.ErrorInside is { } inside)
                await inside.WriteAsync(request);
            else
                await answer.WriteAsync(request, fault);
        }
        catch (FakeS3Exception error) when (!context.RequestAborted.IsCancellationRequested)
        {
            await error.WriteAsync(request);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away, or the connection was cut on purpose.
        }
    }

    private async Task<FakeS3Answer> DoAsync(FakeS3Request request, string region, FakeS3Fault? fault)
    {
        FakeS3Bucket bucket = Buckets.Get(request.Bucket);
        bool isNew = bucket.Find(request.Key) is null;
        if (faults.InvertsCondition && isNew && request.Header("If-None-Match") is not null)
            throw FakeS3Bucket.PreconditionFailed();
        if (region != bucket.Region)
        {
            throw new FakeS3Exception(
                400,
                "AuthorizationHeaderMalformed",
                $"The authorization header is malformed; the region '{region}' is wrong; expecting '{bucket.Region}'",
                ("Region", bucket.Region),
                ("x-amz-bucket-region", bucket.Region)
            );
        }

        var objects = new FakeS3Objects(bucket, request);
        var parts = new FakeS3Parts(bucket, request);
        return request.Operation switch
        {
            "ListObjectsV2" => objects.List(),
            "GetObject" or "HeadObject" => objects.Get(),
            "PutObject" => await objects.PutAsync(fault, faults.IgnoresConditionOnPut || faults.InvertsCondition),
            "DeleteObject" => objects.Delete(),
            "CreateMultipartUpload" => parts.Create(),
            "UploadPart" => await parts.UploadAsync(fault),
            "CompleteMultipartUpload" => await parts.CompleteAsync(faults.IgnoresConditionOnComplete || faults.InvertsCondition),
            "AbortMultipartUpload" => parts.Abort(),
            _ => throw new FakeS3Exception(
                501,
                "NotImplemented",
                "A header or query you provided implies functionality that is not implemented."
            ),
        };
    }

    internal static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
