using System.Security.Cryptography.X509Certificates;

namespace KafkaStore.Tests.Support;

/// <summary>A certificate authority of a test, and what it has signed.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly DateTimeOffset from = DateTimeOffset.UtcNow.AddDays(-1);
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority(string name = "Test authority") => Certificate = Authority(name, key).CreateSelfSigned(from, from.AddDays(30));

    private TestAuthority(string name, TestAuthority parent)
    {
        using X509Certificate2 signed = Authority(name, key).Create(parent.Certificate, from, from.AddDays(20), Serial());
        Certificate = signed.CopyWithPrivateKey(key);
    }

    public X509Certificate2 Certificate { get; }

    public string Pem => Certificate.ExportCertificatePem();

    /// <summary>One whose certificate is of this one.</summary>
    public TestAuthority Below(string name) => new(name, this);

    /// <summary>A certificate with its key, good for a server at 127.0.0.1 and for a client.</summary>
    public X509Certificate2 Issue(string name)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", own, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 signed = request.Create(Certificate, from, from.AddDays(10), Serial());
        return signed.CopyWithPrivateKey(own);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        key.Dispose();
    }

    private static byte[] Serial() => RandomNumberGenerator.GetBytes(8);

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request;
    }
}
