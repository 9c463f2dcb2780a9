using System.Text.RegularExpressions;
using KafkaStore.Mirroring;

namespace KafkaStore.Functions.Http;

/// <summary>Keeps out of answers where the stores are: a client needs an object's name, not the server's folders and accounts.</summary>
public sealed class ShownDetails(IObjectReader archive, IEnumerable<IStagingStore> staging, IEnumerable<Mirror> mirrors)
{
    // What begins with a place and goes on with other letters is another place.
    private readonly Regex[] places =
    [
        .. staging
            .Select(store => store.DisplayName)
            .Concat(mirrors.Select(mirror => mirror.DisplayName))
            .Prepend(archive.DisplayName)
            .Select(place => place.TrimEnd('/'))
            .Where(place => place.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(place => place.Length)
            .Select(place => new Regex($@"{Regex.Escape(place)}((?<object>/)(?=[\w~])|/?(?![\w~-]|\.\w))", RegexOptions.CultureInvariant)),
    ];

    /// <summary>The text with objects named as in the store, and the store called that.</summary>
    internal string Of(string text) =>
        places.Aggregate(text, (shown, place) => place.Replace(shown, match => match.Groups["object"].Success ? "" : "the store"));
}
