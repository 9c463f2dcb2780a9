using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace KafkaStore.Storage.Azure;

/// <summary>
/// Where a store lies: <c>https://ACCOUNT.blob.core.windows.net/CONTAINER[/PREFIX]</c>, the same in another cloud, or
/// <c>http://127.0.0.1:PORT/ACCOUNT/CONTAINER[/PREFIX]</c> on an emulator. A shared access signature after <c>?</c> is kept,
/// and shown nowhere.
/// </summary>
public sealed record AzureStoreUrl
{
    private const string BlobLabel = ".blob.";
    private const string Example = "https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX";

    private AzureStoreUrl(Uri service, string account, string bucket, string prefix, string? signature)
    {
        Service = service;
        Account = account;
        Bucket = bucket;
        Prefix = prefix;
        Signature = signature;
    }

    /// <summary>The account's Blob service, with the account as the only segment of the path on an emulator.</summary>
    public Uri Service { get; }

    public string Account { get; }

    /// <summary>What Azure calls a container.</summary>
    public string Bucket { get; }

    /// <summary>Start of every blob's name: empty, or one or more segments that end with <c>/</c>.</summary>
    public string Prefix { get; }

    /// <summary>Whether the URL brought a shared access signature.</summary>
    public bool IsSigned => Signature is not null;

    /// <summary>The URL without the signature and without a <c>/</c> at its end.</summary>
    public string DisplayName => $"{Service.AbsoluteUri.TrimEnd('/')}/{Bucket}/{Prefix}".TrimEnd('/');

    /// <summary>Without the <c>?</c>.</summary>
    internal Secret? Signature { get; }

    internal Uri BucketUri => new($"{Service.AbsoluteUri.TrimEnd('/')}/{Bucket}");

    internal bool IsEncrypted => Service.Scheme == Uri.UriSchemeHttps;

    /// <exception cref="FormatException">It is no such URL; the message says why and what to write instead.</exception>
    public static AzureStoreUrl Parse(string text) =>
        TryParse(text, out AzureStoreUrl? url, out string? error) ? url : throw new FormatException(error);

    /// <param name="text">What a person wrote.</param>
    /// <param name="url">The URL; null where there is an error.</param>
    /// <param name="error">What is wrong with it and what to do, without its signature; null where nothing is.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AzureStoreUrl? url, [NotNullWhen(false)] out string? error)
    {
        (url, error) = TakeApart(text);
        return error is null && url is not null;
    }

    /// <inheritdoc cref="DisplayName"/>
    public override string ToString() => DisplayName;

    private static (AzureStoreUrl? Url, string? Error) TakeApart(string? text)
    {
        int query = text?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        string shown = query < 0 ? text ?? "" : text![..query];
        (AzureStoreUrl? Url, string? Error) Refuse(string why) => (null, $"'{ShownUrl.Of(shown)}' is no URL of an Azure store: {why}.");

        if (!Uri.TryCreate(shown, UriKind.Absolute, out Uri? uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
            return Refuse($"write {Example}");
        if (uri.UserInfo.Length > 0)
            return Refuse("it has a name or password before the host; give credentials as a connection string or SAS");
        if (uri.Fragment.Length > 0)
            return Refuse("it has a part after #; write %23 where the prefix has one");
        if (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback)
            return Refuse("http would send records unencrypted; write https");

        bool isEmulator = uri.IsLoopback || IPAddress.TryParse(uri.DnsSafeHost, out _);
        string[] segments = [.. uri.AbsolutePath.Trim('/').Split('/').Select(Uri.UnescapeDataString)];
        string? account = isEmulator ? segments[0] : AccountOf(uri.Host);
        if (account is null)
            return Refuse(WhyNoAccount(uri.Host));
        if (isEmulator)
            segments = segments[1..];
        if (account.Length == 0 || segments is [] or [""])
        {
            return Refuse(
                isEmulator ? "write http://127.0.0.1:PORT/devstoreaccount1/CONTAINER" : $"the container is missing; write {Example}"
            );
        }

        if (!IsBucketName(segments[0]))
        {
            return Refuse(
                $"'{segments[0]}' can't name a container; use 3 to 63 lower-case letters, digits and single hyphens between them"
            );
        }

        string prefix = string.Join('/', segments[1..]);
        if (prefix.Length > 0 && !ObjectName.IsValid(prefix))
            return Refuse("its prefix has an empty segment, '.', '..' or a backslash; leave that out");

        string signature = query < 0 ? "" : text![(query + 1)..];
        if (signature.Length > 0 && !IsSignature(signature))
            return Refuse("what follows ? is no shared access signature, which has sv= and sig=; copy all of it, or leave it out");

        var service = new Uri(uri.GetLeftPart(UriPartial.Authority) + (isEmulator ? $"/{account}" : "/"));
        return (
            new AzureStoreUrl(
                service,
                account,
                segments[0],
                prefix.Length == 0 ? "" : prefix + "/",
                signature.Length == 0 ? null : signature
            ),
            null
        );
    }

    private static bool IsBucketName(string name) =>
        name.Length is >= 3 and <= 63
        && name.All(character => character is '-' or (>= 'a' and <= 'z') or (>= '0' and <= '9'))
        && name[0] != '-'
        && name[^1] != '-'
        && !name.Contains("--", StringComparison.Ordinal);

    private static bool IsSignature(string query)
    {
        string[] keys =
        [
            .. query.Split('&').Select(pair => pair.Split('=', 2)).Where(pair => pair is [_, { Length: > 0 }]).Select(pair => pair[0]),
        ];
        return keys.Contains("sig") && keys.Contains("sv");
    }

    /// <summary>Null where the host is no account's Blob service.</summary>
    private static string? AccountOf(string host)
    {
        int blob = host.IndexOf(BlobLabel, StringComparison.Ordinal);
        string rest = blob < 0 ? host : host[..blob];

        // Some accounts carry a zone (ACCOUNT.z1.blob.storage.azure.net); the account is the first label in any case.
        string account = rest.Split('.')[0];
        return
            blob > 0
            && account.Length is >= 3 and <= 24
            && account.All(character => character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
            ? account
            : null;
    }

    private static string WhyNoAccount(string host) =>
        host.Contains(".dfs.", StringComparison.Ordinal)
            ? $"{host} is the account's Data Lake endpoint; write the Blob endpoint, ACCOUNT.blob.core.windows.net"
            : $"{host} is no account's Blob service; write ACCOUNT.blob.core.windows.net, or the blob host of your cloud";
}
