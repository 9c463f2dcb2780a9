namespace KafkaStore.Storage;

/// <summary>What an object may be called, in every store alike.</summary>
public static class ObjectName
{
    /// <summary>
    /// Whether it is one or more segments joined by <c>/</c>, none of them empty, <c>.</c> or <c>..</c>, without NUL and
    /// backslash. So it starts and ends with no <c>/</c>, and as a path it can't leave the folder it is taken from.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.IndexOfAny('\0', '\\') >= 0)
            return false;

        foreach (Range range in name.Split('/'))
        {
            if (name[range] is "" or "." or "..")
                return false;
        }

        return !name.IsEmpty;
    }

    /// <exception cref="ArgumentException">It is not a valid name.</exception>
    public static void ThrowIfInvalid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsValid(name))
        {
            throw new ArgumentException(
                $"'{name}' can't name an object: segments joined by /, none empty, '.' or '..', no NUL or \\.",
                nameof(name)
            );
        }
    }
}
