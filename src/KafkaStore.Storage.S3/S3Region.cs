using System.Text.RegularExpressions;
using Amazon.Runtime.Internal;
using Amazon.S3;

namespace KafkaStore.Storage.S3;

/// <summary>Where a bucket is, as the service says when it is asked in another region.</summary>
internal static partial class S3Region
{
    private const string Header = "x-amz-bucket-region";

    public static string? SaidBy(AmazonS3Exception exception)
    {
        if (!IsAboutRegion(exception))
            return null;
        if (exception.InnerException is HttpErrorResponseException { Response: { } response } && response.IsHeaderPresent(Header))
            return response.GetHeaderValue(Header);
        return Expected().Match(exception.Message) is { Success: true } match ? match.Groups[1].Value : null;
    }

    public static bool IsAboutRegion(AmazonS3Exception exception) =>
        exception.ErrorCode
            is "PermanentRedirect"
                or "TemporaryRedirect"
                or "AuthorizationHeaderMalformed"
                or "IllegalLocationConstraintException"
        || exception.StatusCode is System.Net.HttpStatusCode.MovedPermanently or System.Net.HttpStatusCode.TemporaryRedirect;

    [GeneratedRegex("expecting '([a-z0-9-]+)'")]
    private static partial Regex Expected();
}
