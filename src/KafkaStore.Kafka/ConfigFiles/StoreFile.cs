using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KafkaStore.Kafka.ConfigFiles;

/// <summary>A file of certificates or keys that a Java client reads; which kind it is, its first bytes say.</summary>
internal sealed class StoreFile
{
    private const byte Sequence = 0x30; // with which DER begins

    private readonly ConfigTranslation config;
    private readonly string path;
    private readonly byte[] bytes;

    private StoreFile(ConfigTranslation config, string path, byte[] bytes)
    {
        this.config = config;
        this.path = path;
        this.bytes = bytes;
        Text = Encoding.Latin1.GetString(bytes);
        IsPem = Text.Contains("-----BEGIN ", StringComparison.Ordinal);
    }

    /// <summary>PEM; otherwise it is taken for PKCS#12.</summary>
    public bool IsPem { get; }

    public string Text { get; }

    /// <param name="property">That names it.</param>
    /// <exception cref="KafkaPropertyException">It can't be read, or is a store that only Java reads.</exception>
    public static StoreFile Read(ConfigTranslation config, string property, string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string why = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message.TrimEnd('.');
            throw config.Refused($"{property} is {path}, which can't be read ({why})", e);
        }

        var file = new StoreFile(config, path, bytes);
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFE, 0xED, 0xFE, 0xED]))
            throw file.OfJava(property, "JKS", "");
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xCE, 0xCE, 0xCE, 0xCE]))
            throw file.OfJava(property, "JCEKS", " -srcstoretype JCEKS");
        return file.IsPem || (bytes.Length > 0 && bytes[0] == Sequence)
            ? file
            : throw config.Refused($"{property} is {path}, which is neither PEM nor PKCS#12");
    }

    /// <summary>All certificates in it, as PEM.</summary>
    /// <param name="password">Of PKCS#12; null for none.</param>
    /// <exception cref="KafkaPropertyException">It can't be opened with that, or has none.</exception>
    public string Certificates(string? password)
    {
        string? found = IsPem ? PemText.Certificates(Text) : PemText.Certificates(Load(password).ExportCertificatePems());
        return found ?? throw config.Refused($"{path} holds no certificates");
    }

    private X509Certificate2Collection Load(string? password)
    {
        // A file of the user's own, with as many authorities as it has.
        var limits = new Pkcs12LoaderLimits { IgnorePrivateKeys = true, MaxCertificates = null };
        try
        {
            return X509CertificateLoader.LoadPkcs12Collection(bytes, password, loaderLimits: limits);
        }
        catch (CryptographicException e)
        {
            throw config.Refused(
                password is null
                    ? $"{path} can't be opened without a password: ssl.truststore.password gives it"
                    : $"{path} can't be opened with ssl.truststore.password, or is damaged",
                e
            );
        }
    }

    private KafkaPropertyException OfJava(string property, string kind, string option)
    {
        string converted = Quoted(Path.ChangeExtension(path, ".p12"));
        return config.Refused(
            $"{property} is {path}, a {kind} store, which only Java reads. Convert it with "
                + $"keytool -importkeystore -srckeystore {Quoted(path)}{option} -destkeystore {converted} -deststoretype PKCS12 and name {converted}"
        );
    }

    private static string Quoted(string path) =>
        path.All(character => char.IsAsciiLetterOrDigit(character) || character is '/' or '.' or '-' or '_' or '~' or '\\' or ':')
            ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
