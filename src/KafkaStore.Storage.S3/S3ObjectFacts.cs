using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace KafkaStore.Storage.S3;

/// <summary>
/// What is kept beside an object. Its MD5 is among its metadata, since the ETag is one only for an object that was put at
/// once and without a KMS key.
/// </summary>
internal static class S3ObjectFacts
{
    private const string Md5Key = "kafka_md5";
    private const string HeaderPrefix = "x-amz-meta-";

    public static async Task<ObjectProperties?> FindAsync(S3Bucket bucket, string name, CancellationToken cancellationToken)
    {
        var request = new GetObjectMetadataRequest { BucketName = bucket.Name, Key = bucket.KeyOf(name) };
        try
        {
            return Of(await bucket.Client.GetObjectMetadataAsync(request, cancellationToken));
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound && exception.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
        catch (Exception exception) when (S3Failure.IsOne(exception))
        {
            throw bucket.Translate("look at", name, exception, cancellationToken);
        }
    }

    public static void Write(MetadataCollection target, ObjectContent content, Md5Hash md5)
    {
        foreach ((string key, string value) in content.Metadata)
            target[key] = value;
        target[Md5Key] = md5.Hex;
    }

    private static ObjectProperties Of(GetObjectMetadataResponse response)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        Md5Hash? md5 = null;
        foreach (string header in response.Metadata.Keys)
        {
            string key = header.StartsWith(HeaderPrefix, StringComparison.OrdinalIgnoreCase) ? header[HeaderPrefix.Length..] : header;
            if (key == Md5Key)
                md5 = FromHex(response.Metadata[header]);
            else
                metadata[key] = response.Metadata[header];
        }

        return new ObjectProperties(response.ContentLength) { Md5 = md5 ?? FromETag(response), Metadata = metadata };
    }

    private static Md5Hash? FromETag(GetObjectMetadataResponse response)
    {
        bool isPlain =
            response.ServerSideEncryptionMethod is null
            || response.ServerSideEncryptionMethod == ServerSideEncryptionMethod.None
            || response.ServerSideEncryptionMethod == ServerSideEncryptionMethod.AES256;
        bool hasOwnKey = response.ServerSideEncryptionCustomerMethod is { } method && method != ServerSideEncryptionCustomerMethod.None;
        return isPlain && !hasOwnKey ? FromHex(response.ETag?.Trim('"')) : null;
    }

    private static Md5Hash? FromHex(string? text)
    {
        Span<byte> bytes = stackalloc byte[Md5Hash.Length];
        return
            text?.Length == 2 * Md5Hash.Length
            && text.All(char.IsAsciiHexDigit)
            && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? new Md5Hash(bytes)
            : null;
    }
}
