namespace KafkaStore.Stores.Tests.Azure;

/// <summary>Refusals as the Blob service documents them: a code in a header and in an XML body.</summary>
internal static class AzureErrors
{
    /// <param name="status">HTTP status.</param>
    /// <param name="code">The service's error code.</param>
    /// <param name="message">For people.</param>
    /// <param name="detail">More elements of the body; empty: none.</param>
    public static ProxyFault Answer(int status, string code, string message, string detail = "") =>
        new ProxyFault.Answer(
            status,
            $"""<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>{message} RequestId:3bfc2b58-b01e-0018-6f4c-5d9a37000000 Time:2026-01-01T00:00:00.0000000Z</Message>{detail}</Error>"""
        )
        {
            Headers = new Dictionary<string, string>
            {
                ["x-ms-error-code"] = code,
                ["x-ms-request-id"] = "3bfc2b58-b01e-0018-6f4c-5d9a37000000",
            },
        };

    /// <summary>Why credentials were not taken.</summary>
    public static ProxyFault NotAuthenticated(string detail) =>
        Answer(
            403,
            "AuthenticationFailed",
            "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.",
            $"<AuthenticationErrorDetail>{detail}</AuthenticationErrorDetail>"
        );
}
