namespace KafkaStore.Tests.S3;

/// <summary>A refusal, as S3 puts it.</summary>
public sealed class FakeS3Exception(int status, string code, string message, params (string Name, string Value)[] more) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    internal async Task WriteAsync(FakeS3Request request)
    {
        HttpResponse response = request.Context.Response;
        response.StatusCode = status;
        foreach ((string name, string value) in more.Where(pair => pair.Name.StartsWith("x-amz-")))
            response.Headers[name] = value;

        // The answer to a HEAD has no body, and its reason is lost.
        if (request.Method == "HEAD")
            return;
        response.ContentType = "application/xml";
        var error = new XElement(
            "Error",
            new XElement("Code", code),
            new XElement("Message", Message),
            new XElement("Resource", request.RawPath)
        );
        foreach ((string name, string value) in more.Where(pair => !pair.Name.StartsWith("x-amz-")))
            error.Add(new XElement(name, value));
        error.Add(new XElement("RequestId", response.Headers["x-amz-request-id"].ToString()), new XElement("HostId", "fake"));
        await response.WriteAsync("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + error.ToString(SaveOptions.DisableFormatting));
    }
}
