using System.Diagnostics.CodeAnalysis;

namespace KafkaStore.Storage.Azure;

/// <summary>
/// Where a store lies: <c>https://ACCOUNT.blob.core.windows.net/CONTAINER[/PREFIX]</c>, the same in another cloud, or
/// <c>http://127.0.0.1:PORT/ACCOUNT/CONTAINER[/PREFIX]</c> on an emulator. A shared access signature after <c>?</c> is kept,
/// and shown nowhere.
/// </summary>
public sealed record AzureStoreUrl
{
    internal const string Example = "https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX";

    internal AzureStoreUrl(Uri service, string account, string container, string prefix, string? signature)
    {
        Service = service;
        Account = account;
        Container = container;
        Prefix = prefix;
        Signature = signature;
    }

    /// <summary>The account's Blob service, with the account as the only segment of the path on an emulator.</summary>
    public Uri Service { get; }

    public string Account { get; }

    public string Container { get; }

    /// <summary>Start of every blob's name: empty, or one or more segments that end with <c>/</c>.</summary>
    public string Prefix { get; }

    /// <summary>Whether the URL brought a shared access signature.</summary>
    public bool IsSigned => Signature is not null;

    /// <summary>The URL without the signature and without a <c>/</c> at its end.</summary>
    public string DisplayName => $"{Service.AbsoluteUri.TrimEnd('/')}/{Container}/{Prefix}".TrimEnd('/');

    /// <summary>Without the <c>?</c>.</summary>
    internal string? Signature { get; }

    internal Uri ContainerUri => new($"{Service.AbsoluteUri.TrimEnd('/')}/{Container}");

    internal bool IsEncrypted => Service.Scheme == Uri.UriSchemeHttps;

    /// <exception cref="FormatException">It is no such URL; the message says why and what to write instead.</exception>
    public static AzureStoreUrl Parse(string text) =>
        TryParse(text, out AzureStoreUrl? url, out string? error) ? url : throw new FormatException(error);

    /// <param name="text">What a person wrote.</param>
    /// <param name="url">The URL; null where there is an error.</param>
    /// <param name="error">What is wrong with it and what to do, without its signature; null where nothing is.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AzureStoreUrl? url, [NotNullWhen(false)] out string? error)
    {
        (url, error) = AzureUrlParsing.Parse(text);
        return error is null && url is not null;
    }

    /// <inheritdoc cref="DisplayName"/>
    public override string ToString() => DisplayName;
}
