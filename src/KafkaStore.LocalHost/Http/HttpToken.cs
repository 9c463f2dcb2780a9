using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace KafkaStore.LocalHost.Http;

/// <summary>Lets in who knows the token: where Azure Functions takes its keys, or as a bearer's.</summary>
internal sealed class HttpToken(string token)
{
    private const string Bearer = "Bearer ";
    private const int GeneratedBytes = 24;

    // Hashes have one length, so that comparing takes the same time whatever came.
    private readonly byte[] expected = Hash(token);

    public string Value => token;

    public static HttpToken Generate() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(GeneratedBytes)));

    public bool IsIn(HttpRequest request)
    {
        string authorization = request.Headers.Authorization.ToString();
        return Matches(request.Headers["x-functions-key"].ToString())
            || Matches(request.Query["code"].ToString())
            || (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && Matches(authorization[Bearer.Length..].Trim()));
    }

    /// <summary>The answer to who does not know it.</summary>
    public static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        context.Response.ContentType = "application/problem+json";
        return context.Response.WriteAsync(
            """{"title":"Unauthorized","status":401,"detail":"Send the token in x-functions-key, as a bearer token, or as the parameter code."}""",
            context.RequestAborted
        );
    }

    private bool Matches(string given) => given.Length > 0 && CryptographicOperations.FixedTimeEquals(Hash(given), expected);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
