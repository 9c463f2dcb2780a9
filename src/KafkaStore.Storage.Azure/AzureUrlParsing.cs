using System.Net;

namespace KafkaStore.Storage.Azure;

/// <summary>Takes the URL of a store apart and says what is wrong with it.</summary>
internal static class AzureUrlParsing
{
    public static (AzureStoreUrl? Url, string? Error) Parse(string? text)
    {
        int query = text?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        string shown = query < 0 ? text ?? "" : text![..query];
        (AzureStoreUrl? Url, string? Error) Refuse(string why) => (null, $"'{ShownUrl.Of(shown)}' is no URL of an Azure store: {why}.");

        if (!Uri.TryCreate(shown, UriKind.Absolute, out Uri? uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
            return Refuse($"write {AzureStoreUrl.Example}");
        if (uri.UserInfo.Length > 0)
            return Refuse("it has a name or password before the host; give credentials as a connection string or SAS");
        if (uri.Fragment.Length > 0)
            return Refuse("it has a part after #; write %23 where the prefix has one");
        if (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback)
            return Refuse("http would send records unencrypted; write https");

        bool isEmulator = uri.IsLoopback || IPAddress.TryParse(uri.DnsSafeHost, out _);
        string[] segments = [.. uri.AbsolutePath.Trim('/').Split('/').Select(Uri.UnescapeDataString)];
        string? account = isEmulator ? segments[0] : AzureCloud.AccountOf(uri.Host);
        if (account is null)
            return Refuse(AzureCloud.WhyNoAccount(uri.Host));
        if (isEmulator)
            segments = segments[1..];
        if (account.Length == 0 || segments is [] or [""])
        {
            return Refuse(
                isEmulator
                    ? "write http://127.0.0.1:PORT/devstoreaccount1/CONTAINER"
                    : $"the container is missing; write {AzureStoreUrl.Example}"
            );
        }

        if (!IsContainerName(segments[0]))
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

    private static bool IsContainerName(string name) =>
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
}
