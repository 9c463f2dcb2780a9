namespace KafkaStore.Kafka.ConfigFiles;

/// <summary>Java's words for TLS: stores of certificates and keys, as files or as PEM text, become what librdkafka takes.</summary>
internal static class TlsFiles
{
    private const string Trusted = "ssl.truststore.";
    private const string Own = "ssl.keystore.";
    private const string KeyPassword = "ssl.key.password";
    private const string HostCheck = "ssl.endpoint.identification.algorithm";

    /// <exception cref="KafkaPropertyException">A store can't be read, or is of Java alone.</exception>
    public static void Translate(ConfigTranslation config)
    {
        // What a store is, its content says.
        config.Take(Trusted + "type");
        config.Take(Own + "type");
        if (config.Has(HostCheck))
            config.Put(HostCheck, config.Take(HostCheck) ?? "none");
        TranslateTrusted(config);
        TranslateOwn(config);
    }

    private static void TranslateTrusted(ConfigTranslation config)
    {
        string? text = config.Take(Trusted + "certificates");
        string? path = config.Take(Trusted + "location");
        string? password = config.Take(Trusted + "password");
        if (text is not null && path is not null)
            throw config.Refused($"{Trusted}certificates and {Trusted}location are both there: leave one out");
        if (text is not null)
            config.Put("ssl.ca.pem", PemText.Certificates(text) ?? throw NoSection(config, Trusted + "certificates", "CERTIFICATE"));
        if (path is not null)
            config.Put("ssl.ca.pem", StoreFile.Read(config, Trusted + "location", path).Certificates(password));
    }

    private static void TranslateOwn(ConfigTranslation config)
    {
        string? chain = config.Take(Own + "certificate.chain");
        string? key = config.Take(Own + "key");
        string? path = config.Take(Own + "location");
        if (chain is null && key is null && path is null)
            return; // the key's password, if there is one, is of librdkafka's own names
        if (path is not null && (chain is not null || key is not null))
            throw config.Refused($"{Own}location and {Own}key or {Own}certificate.chain are both there: leave one out");
        if (path is not null)
        {
            var store = StoreFile.Read(config, Own + "location", path);
            if (!store.IsPem)
            {
                config.Put(Own + "location", path);
                config.Put(Own + "password", config.Take(Own + "password"));
                config.Take(KeyPassword); // in PKCS#12 it is the store's
                return;
            }

            config.Take(Own + "password");
            chain = key = store.Text;
        }
        else if (chain is null || key is null)
        {
            throw config.Refused(
                $"{Own}{(key is null ? "certificate.chain needs " + Own + "key" : "key needs " + Own + "certificate.chain")}"
            );
        }

        string where = path ?? Own + "certificate.chain";
        config.Put("ssl.certificate.pem", PemText.Certificates(chain!) ?? throw NoSection(config, where, "CERTIFICATE"));
        config.Put("ssl.key.pem", PemText.PrivateKey(key!) ?? throw NoSection(config, path ?? Own + "key", "PRIVATE KEY"));
    }

    private static KafkaPropertyException NoSection(ConfigTranslation config, string where, string section) =>
        config.Refused($"{where} holds no PEM section {section} (-----BEGIN {section}-----)");
}
