using System.Security.Cryptography.X509Certificates;

namespace KafkaStore.Tests.S3;

/// <summary>
/// Speaks S3's REST API, path style, as Amazon documents it, on a free port of this machine. Held to that by Amazon's own
/// client for Node, in the stores' tests.
/// </summary>
public sealed class FakeS3Server : IAsyncDisposable
{
    public const string AccessKey = "AKIAEXAMPLEEXAMPLE00";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    public const string CertificateSubject = "CN=127.0.0.1";

    private readonly WebApplication app;
    private readonly FakeS3Operations operations;

    private FakeS3Server(WebApplication app, FakeS3Operations operations, FakeS3Faults faults)
    {
        this.app = app;
        this.operations = operations;
        Faults = faults;
    }

    /// <summary>Where it listens.</summary>
    public Uri Endpoint => new(app.Urls.Single());

    public FakeS3Faults Faults { get; }

    public FakeS3Buckets Buckets => operations.Buckets;

    /// <summary>All requests that came with a good signature, in the order of their arrival.</summary>
    public IReadOnlyList<FakeS3Request> Requests => Faults.Requests;

    /// <param name="https">With a certificate that nobody has signed.</param>
    public static async Task<FakeS3Server> StartAsync(bool https = false)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinRequestBodyDataRate = null;
            options.Listen(
                IPAddress.Loopback,
                0,
                listen =>
                {
                    if (https)
                        listen.UseHttps(SelfSigned());
                }
            );
        });
        WebApplication app = builder.Build();
        var faults = new FakeS3Faults();
        var operations = new FakeS3Operations(faults);
        app.Run(operations.AnswerAsync);
        await app.StartAsync();
        return new FakeS3Server(app, operations, faults);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
        Buckets.Dispose();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(CertificateSubject, key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
