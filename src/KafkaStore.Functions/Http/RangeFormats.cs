using KafkaStore.Reading.Formats;
using Microsoft.Net.Http.Headers;

namespace KafkaStore.Functions.Http;

/// <summary>A format that records can be had in.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Body">Writes it.</param>
/// <param name="IsText">Compressing the response pays; containers are compressed already.</param>
public sealed record ResponseFormat(string ContentType, IRangeFormat Body, bool IsText);

/// <summary>Chooses the format of a response by what the client accepts.</summary>
public sealed class RangeFormats(RangeReader reader, RangeContainer container, IValueDecoder decoder)
{
    public const string Lines = "application/x-ndjson";
    public const string Container = "avro/binary";

    // The first is the default.
    private readonly ResponseFormat[] formats =
    [
        new(Lines, new RangeLines(reader), IsText: true),
        new(Container, container, IsText: false),
    ];
    private readonly ResponseFormat decoded = new(Lines, new RangeLines(reader, decoder), IsText: true);

    /// <param name="decodes">Whether keys and values are to be decoded.</param>
    /// <exception cref="ProblemException">The client accepts none of them, or a container that is to be decoded.</exception>
    internal ResponseFormat Choose(IHeaderDictionary headers, bool decodes)
    {
        ResponseFormat chosen = Choose(headers);
        if (!decodes)
            return chosen;
        return chosen.IsText
            ? decoded
            : throw ProblemException.Parameter("decode", $"A container has records as they are: leave decode out, or accept {Lines}.");
    }

    /// <exception cref="ProblemException">The client accepts none of them.</exception>
    private ResponseFormat Choose(IHeaderDictionary headers)
    {
        if (!MediaTypeHeaderValue.TryParseList([.. headers.Accept!], out IList<MediaTypeHeaderValue>? accepted) || accepted.Count == 0)
            return formats[0];
        ResponseFormat? best = formats.Where(format => Quality(accepted, format) > 0).MaxBy(format => Quality(accepted, format));
        return best
            ?? throw new ProblemException(
                new Problem(
                    StatusCodes.Status406NotAcceptable,
                    $"Records can be had as {Lines} or {Container}. Ask for one of these in Accept."
                )
            );
    }

    /// <summary>Whether the client takes gzip.</summary>
    internal static bool AcceptsGzip(IHeaderDictionary headers) =>
        StringWithQualityHeaderValue.TryParseList([.. headers.AcceptEncoding!], out IList<StringWithQualityHeaderValue>? accepted)
        && accepted.Any(encoding => encoding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && encoding.Quality is not 0);

    // What names a type most exactly decides about it.
    private static double Quality(IList<MediaTypeHeaderValue> accepted, ResponseFormat format)
    {
        var type = new MediaTypeHeaderValue(format.ContentType);
        MediaTypeHeaderValue? match = accepted
            .Where(range => type.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType)))
            .MaxBy(range =>
                range.MatchesAllTypes ? 0
                : range.MatchesAllSubTypes ? 1
                : 2
            );
        return match is null ? 0 : match.Quality ?? 1;
    }
}
