namespace KafkaStore.Tests.Gcs;

/// <summary>An error as Google's JSON API answers it.</summary>
public sealed class FakeGcsException(int status, string reason, string message) : Exception(message)
{
    public int Status => status;

    public string Reason => reason;

    public static FakeGcsException ObjectNotFound(string bucket, string name) => new(404, "notFound", $"No such object: {bucket}/{name}");

    public static FakeGcsException BucketNotFound() => new(404, "notFound", "The specified bucket does not exist.");

    public static FakeGcsException ConditionNotMet() =>
        new(412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");

    public static FakeGcsException Invalid(string message) => new(400, "invalid", message);

    /// <summary>Where bytes were asked for, the real server answers with the sentence alone.</summary>
    public async Task WriteAsync(HttpResponse response, bool asText)
    {
        response.StatusCode = status;
        if (asText)
        {
            response.ContentType = "text/html; charset=UTF-8";
            await response.WriteAsync(Message);
            return;
        }

        var item = new JsonObject
        {
            ["message"] = Message,
            ["domain"] = "global",
            ["reason"] = reason,
        };
        if (status == 412)
            (item["locationType"], item["location"]) = ("header", "If-Match");
        response.ContentType = "application/json; charset=UTF-8";
        await response.WriteAsync(
            new JsonObject
            {
                ["error"] = new JsonObject
                {
                    ["code"] = status,
                    ["message"] = Message,
                    ["errors"] = new JsonArray(item),
                },
            }.ToJsonString()
        );
    }
}
