namespace KafkaStore.Storage;

/// <summary>What of a URL that somebody wrote may be shown: to people, in logs and in exceptions.</summary>
public static class ShownUrl
{
    /// <summary>
    /// Without what can be a secret: all before an <c>@</c> (a password may hold a slash that ought to be escaped) and all after a
    /// <c>?</c> (a shared access signature) give way to an ellipsis.
    /// </summary>
    public static string Of(string? text)
    {
        text ??= "";
        string shown = WithoutQuery(text);
        int scheme = shown.IndexOf("://", StringComparison.Ordinal);
        int at = shown.LastIndexOf('@');
        if (at >= 0)
            shown = string.Concat(scheme < 0 || scheme > at ? "" : shown.AsSpan(0, scheme + 3), "…", shown.AsSpan(at));
        return text.Contains('?', StringComparison.Ordinal) ? shown + "?…" : shown;
    }

    /// <summary>Of a URL with nothing before its host: the place alone, the same whatever signs it.</summary>
    public static string WithoutQuery(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('?', 2)[0];
    }

    /// <summary>Whether there is a name or password before the host, also one whose slash ends it early.</summary>
    public static bool HasUser(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return false;
        string authority = text[(scheme + 3)..].Split('/', '?', '#')[0];
        int colon = authority.LastIndexOf(':');
        bool hasPort = colon < 0 || authority.EndsWith(']') || authority[(colon + 1)..].All(char.IsAsciiDigit);
        return !hasPort || authority.Contains('@', StringComparison.Ordinal);
    }
}
