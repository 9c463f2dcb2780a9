namespace KafkaStore.Kafka.ConfigFiles;

/// <summary>Names that files have because Kafka's own clients, or what is written beside them, know them.</summary>
internal static class JavaNames
{
    private const string OfJava = "it is of Kafka's Java clients alone";
    private const string Class = "it names Java classes";
    private const string JavaTls = "it is of Java's TLS";
    private const string Tokens = "it is of a server or of Java's way to keep a token";
    private const string Registry = "it is of a schema registry";

    // A name that ends with a dot stands for all that begin so.
    private static readonly Dictionary<string, string> Meaningless = new(StringComparer.Ordinal)
    {
        ["auto.include.jmx.reporter"] = OfJava,
        ["auto.register.schemas"] = Registry,
        ["basic.auth."] = Registry,
        ["bearer.auth."] = Registry,
        ["buffer.memory"] = OfJava,
        ["config.providers."] = Class,
        ["confluent."] = "it is of Confluent's additions",
        ["default.api.timeout.ms"] = OfJava,
        ["default.deserialization.exception.handler"] = Class,
        ["exclude.internal.topics"] = OfJava,
        ["fetch.max.wait.ms"] = OfJava,
        ["group.remote.assignor"] = OfJava,
        ["interceptor.classes"] = Class,
        ["key.deserializer"] = Class,
        ["key.serializer"] = Class,
        ["max.block.ms"] = OfJava,
        ["max.poll.records"] = OfJava,
        ["max.request.size"] = OfJava,
        ["metadata.max.idle.ms"] = OfJava,
        ["metric.reporters"] = Class,
        ["metrics."] = OfJava,
        ["partitioner."] = Class,
        ["receive.buffer.bytes"] = OfJava,
        ["sasl.kerberos.kinit.cmd"] = "Java's is a path and this client's a whole command",
        ["sasl.kerberos.ticket.renew."] = OfJava,
        ["sasl.login.connect.timeout.ms"] = Tokens,
        ["sasl.login.read.timeout.ms"] = Tokens,
        ["sasl.login.refresh."] = Tokens,
        ["sasl.login.retry."] = Tokens,
        ["sasl.oauthbearer.clock.skew.seconds"] = Tokens,
        ["sasl.oauthbearer.expected."] = Tokens,
        ["sasl.oauthbearer.header.urlencode"] = Tokens,
        ["sasl.oauthbearer.jwks."] = Tokens,
        ["sasl.oauthbearer.scope.claim.name"] = Tokens,
        ["schema.registry."] = Registry,
        ["security.providers"] = Class,
        ["send.buffer.bytes"] = OfJava,
        ["socket.connection.setup.timeout.max.ms"] = OfJava,
        ["ssl.enabled.protocols"] = JavaTls,
        ["ssl.keymanager.algorithm"] = JavaTls,
        ["ssl.protocol"] = JavaTls,
        ["ssl.provider"] = JavaTls,
        ["ssl.secure.random.implementation"] = JavaTls,
        ["ssl.trustmanager.algorithm"] = JavaTls,
        ["throw.on.fetch.stable.offset.unsupported"] = OfJava,
        ["transaction.two.phase.commit.enable"] = OfJava,
        ["use.latest.version"] = Registry,
        ["value.deserializer"] = Class,
        ["value.serializer"] = Class,
    };

    // What can be neither done nor left out without a login or a check being another one.
    private static readonly Dictionary<string, string> Impossible = new(StringComparer.Ordinal)
    {
        ["config.providers"] = "gets values from a Java class: write them into the file",
        ["sasl.client.callback.handler.class"] = "names a Java class that knows how to log in, and it can't be used here",
        ["sasl.login.callback.handler.class"] = "names a Java class that knows how to log in, and it can't be used here",
        ["sasl.login.class"] = "names a Java class that knows how to log in, and it can't be used here",
        ["ssl.engine.factory.class"] = "names a Java class that decides about TLS, and it can't be used here",
    };

    /// <summary>All that is known of Java's names, for the nearest of a wrong one.</summary>
    public static IEnumerable<string> All =>
        Meaningless
            .Keys.Where(name => !name.EndsWith('.'))
            .Concat(Impossible.Keys)
            .Concat([
                "bootstrap.servers",
                "group.id",
                "sasl.jaas.config",
                "ssl.keystore.certificate.chain",
                "ssl.keystore.key",
                "ssl.keystore.location",
                "ssl.keystore.password",
                "ssl.keystore.type",
                "ssl.truststore.certificates",
                "ssl.truststore.location",
                "ssl.truststore.password",
                "ssl.truststore.type",
            ]);

    /// <summary>What is left passes under its own name, but for what means nothing here.</summary>
    /// <exception cref="KafkaPropertyException">A name can't be left out, and not be followed either.</exception>
    public static void Translate(ConfigTranslation config, OptionNames names)
    {
        foreach (string name in config.Left)
        {
            if (Impossible.TryGetValue(name, out string? problem) && config.Look(name) is not null)
                throw config.Refused($"{name} {problem}");
            string? value = config.Take(name);
            if (ReasonToIgnore(name, value, names) is { } reason)
                config.Ignore(name, reason);
            else
                config.Put(name, value);
        }
    }

    private static string? ReasonToIgnore(string name, string? value, OptionNames names) =>
        name switch
        {
            "bootstrap.servers" or "metadata.broker.list" => $"{names.Brokers} says where the brokers are",
            "group.id" => "the command has its own",
            "partition.assignment.strategy" when value?.Contains('.', StringComparison.Ordinal) == true => Class,
            "ssl.cipher.suites" when value?.Contains('_', StringComparison.Ordinal) == true => "its names are Java's",
            _ => Meaningless
                .Where(known => known.Key == name || (known.Key.EndsWith('.') && name.StartsWith(known.Key, StringComparison.Ordinal)))
                .Select(known => known.Value)
                .FirstOrDefault(),
        };
}
