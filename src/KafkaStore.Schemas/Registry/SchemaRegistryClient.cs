using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace KafkaStore.Schemas.Registry;

/// <summary>
/// Asks a Confluent Schema Registry, or one that speaks its language. It asks once: when to ask again is the caller's choice.
/// Why it isn't the vendor's client: <c>docs/decisions/schema-registry-client.md</c>.
/// </summary>
public sealed class SchemaRegistryClient : IDisposable
{
    // After decompression.
    private const int MaximumAnswerBytes = 16 * 1024 * 1024;

    private readonly SchemaRegistryOptions options;
    private readonly HttpClient http;

    public SchemaRegistryClient(SchemaRegistryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AutomaticDecompression = DecompressionMethods.All,

            // Whoever answers with one would otherwise decide whose schemas the archive keeps.
            AllowAutoRedirect = false,
        };
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaximumAnswerBytes };
        http.DefaultRequestHeaders.Accept.ParseAdd("application/vnd.schemaregistry.v1+json, application/json");
        if (options.User is not null)
        {
            string credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.User}:{options.Password?.Text}"));
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        }
    }

    /// <summary>The address, without secrets.</summary>
    public string DisplayName => options.ToString();

    public bool SendsSecretsInTheClear => options.SendsSecretsInTheClear;

    /// <summary>Null when the registry has no schema of that id.</summary>
    /// <exception cref="SchemaRegistryException">It could not be asked.</exception>
    public Task<RegisteredSchema?> FindAsync(int id, CancellationToken cancellationToken) =>
        MeasureAsync("id", string.Create(CultureInfo.InvariantCulture, $"/schemas/ids/{id}"), cancellationToken);

    /// <summary>Null when the registry has no such version, deleted ones included.</summary>
    /// <exception cref="SchemaRegistryException">It could not be asked.</exception>
    public Task<RegisteredSchema?> FindAsync(string subject, int version, CancellationToken cancellationToken) =>
        MeasureAsync(
            "version",
            string.Create(CultureInfo.InvariantCulture, $"/subjects/{Uri.EscapeDataString(subject)}/versions/{version}?deleted=true"),
            cancellationToken
        );

    public void Dispose() => http.Dispose();

    private Task<RegisteredSchema?> MeasureAsync(string operation, string path, CancellationToken cancellationToken) =>
        Metrics.RegistryRequests.RunAsync(operation, [new("operation", operation)], () => GetAsync(path, cancellationToken));

    private async Task<RegisteredSchema?> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Timeout);
        try
        {
            using HttpResponseMessage response = await http.GetAsync(new Uri(DisplayName + path), patience.Token);
            byte[] body = await response.Content.ReadAsByteArrayAsync(patience.Token);
            return Read(response, body);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure($"did not answer within {options.Timeout.TotalSeconds:0.#} s", e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw FailureOfOne(
                $"answers with more than {MaximumAnswerBytes / (1024 * 1024)} MiB: check that the address is a schema registry's",
                e
            );
        }
        catch (HttpRequestException e)
        {
            throw Failure($"can't be reached ({e.Message.TrimEnd('.')})", e);
        }
    }

    private RegisteredSchema? Read(HttpResponseMessage response, byte[] body)
    {
        int status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            HttpStatusCode.OK => RegistryAnswer.Schema(body)
                ?? throw FailureOfOne("answers something that is no schema: check that the address is a schema registry's"),
            HttpStatusCode.NotFound when RegistryAnswer.IsNotFound(body) => null,
            HttpStatusCode.NotFound => throw Failure("has no such path: check that the address is a schema registry's"),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw Failure(
                $"refuses to answer (HTTP {status}): check user and password"
            ),
            _ when status is >= 300 and < 400 => throw Failure(
                $"sends on to another address (HTTP {status}), which is not followed: give the address that answers itself"
            ),
            HttpStatusCode.TooManyRequests
            or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => throw Failure($"can't answer now (HTTP {status})"),
            _ => throw FailureOfOne($"can't answer now (HTTP {status})"),
        };
    }

    private SchemaRegistryException Failure(string what, Exception? inner = null) => new(Sentence(what), inner);

    private SchemaRegistryException FailureOfOne(string what, Exception? inner = null) =>
        new(Sentence(what), inner) { IsOfOneSchema = true };

    private string Sentence(string what) => $"The schema registry {DisplayName} {what}.";
}
