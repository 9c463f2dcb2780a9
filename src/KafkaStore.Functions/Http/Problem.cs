using Microsoft.AspNetCore.WebUtilities;

namespace KafkaStore.Functions.Http;

/// <summary>Why a request gets no answer, as RFC 9457 has it.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Detail">What is wrong and what to do.</param>
internal sealed record Problem(int Status, string Detail)
{
    public const string ContentType = "application/problem+json";

    /// <summary>The parameter that is wrong.</summary>
    public string? Parameter { get; init; }

    /// <summary>When to ask again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where the archive ends, for those who asked past it.</summary>
    public long? NextOffset { get; init; }

    /// <summary>Names of the archive objects that it is about.</summary>
    public IReadOnlyList<string> Objects { get; init; } = [];

    /// <summary>Becomes the whole response, which must not have begun.</summary>
    public async Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.Clear();
        response.KeepToOneClient();
        response.StatusCode = Status;
        response.ContentType = ContentType;
        if (RetryAfter is { } delay)
            response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (NextOffset is { } next)
            response.Headers[ResponseHeaders.NextOffset] = next.ToString(CultureInfo.InvariantCulture);
        byte[] body = JsonDocuments.Write(Write);
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, cancellationToken);
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("title", ReasonPhrases.GetReasonPhrase(Status));
        json.WriteNumber("status", Status);
        json.WriteString("detail", Detail);
        if (Parameter is not null)
            json.WriteString("parameter", Parameter);
        if (Objects.Count > 0)
        {
            json.WriteStartArray("objects");
            foreach (string name in Objects)
                json.WriteStringValue(name);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}

/// <summary>Ends a request with a <see cref="Http.Problem"/>.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem => problem;

    /// <param name="what">A partition, or "topic" and a name.</param>
    public static ProblemException NothingOf(string what) =>
        new(new Problem(StatusCodes.Status404NotFound, $"The archive has nothing of {what}. GET /api/topics says what it has."));

    /// <summary>A parameter that can't be read.</summary>
    public static ProblemException Parameter(string name, string detail) =>
        new(new Problem(StatusCodes.Status400BadRequest, detail) { Parameter = name });
}
