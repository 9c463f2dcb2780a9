using System.Security.Cryptography.X509Certificates;

namespace KafkaStore.Tests.Support;

/// <summary>An authority, a server's certificate of it for 127.0.0.1, and an authority that has nothing to do with it.</summary>
internal static class TestCertificates
{
    public static void Write(string folder)
    {
        DateTimeOffset from = DateTimeOffset.UtcNow.AddDays(-1);
        DateTimeOffset to = from.AddDays(30);
        using var authorityKey = RSA.Create(2048);
        using X509Certificate2 authority = Authority("CN=Test authority", authorityKey).CreateSelfSigned(from, to);
        using var otherKey = RSA.Create(2048);
        using X509Certificate2 other = Authority("CN=Other authority", otherKey).CreateSelfSigned(from, to);
        using var serverKey = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", serverKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 server = request.Create(authority, from, to, [1, 2, 3, 4]);
        File.WriteAllText(Path.Combine(folder, "ca.pem"), authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "other.pem"), other.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.pem"), server.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.key"), serverKey.ExportRSAPrivateKeyPem());
    }

    private static CertificateRequest Authority(string name, RSA key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request;
    }
}
