using KafkaStore.Kafka.ConfigFiles;

namespace KafkaStore.Tests.ConfigFiles;

/// <summary>What a properties file becomes: properties of the client, notes, or a refusal.</summary>
public sealed class KafkaConfigFileTests : IDisposable
{
    private const string Plain = "org.apache.kafka.common.security.plain.PlainLoginModule required ";
    private const string Scram = "org.apache.kafka.common.security.scram.ScramLoginModule required ";
    private const string OAuth = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required ";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-config-");

    private string ConfigPath => Path.Combine(folder.FullName, "client.properties");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("security.protocol=SSL", "security.protocol=SSL")]
    [InlineData("ssl.endpoint.identification.algorithm=", "ssl.endpoint.identification.algorithm=none")]
    [InlineData("ssl.endpoint.identification.algorithm=HTTPS", "ssl.endpoint.identification.algorithm=HTTPS")]
    [InlineData(
        "session.timeout.ms=45000\nclient.dns.lookup=use_all_dns_ips",
        "client.dns.lookup=use_all_dns_ips|session.timeout.ms=45000"
    )]
    [InlineData("ssl.ca.location=/etc/ca.pem\nssl.key.password=k", "ssl.ca.location=/etc/ca.pem|ssl.key.password=k")] // librdkafka's own
    [InlineData(
        "sasl.mechanism=PLAIN\nsasl.jaas.config=" + Plain + "username=\"u\" password=\"p\";",
        "sasl.mechanism=PLAIN|sasl.password=p|sasl.username=u"
    )]
    [InlineData(
        "sasl.jaas.config=" + Scram + "\\\n  username=\"u\" \\\n  password=\"p\";\nsasl.mechanism=SCRAM-SHA-512",
        "sasl.mechanism=SCRAM-SHA-512|sasl.password=p|sasl.username=u"
    )]
    [InlineData(
        "sasl.mechanism=OAUTHBEARER\nsasl.oauthbearer.token.endpoint.url=https://t\n"
            + "sasl.login.callback.handler.class=org.apache.kafka.common.security.oauthbearer.secured.OAuthBearerLoginCallbackHandler\n"
            + "sasl.jaas.config="
            + OAuth
            + "clientId=\"i\" clientSecret=\"s\" scope=\"a b\" extension_logicalCluster='lkc-1' extension_identityPoolId='pool-2';",
        "sasl.mechanism=OAUTHBEARER|sasl.oauthbearer.client.id=i|sasl.oauthbearer.client.secret=s|"
            + "sasl.oauthbearer.extensions=logicalCluster=lkc-1,identityPoolId=pool-2|sasl.oauthbearer.method=oidc|sasl.oauthbearer.scope=a b|"
            + "sasl.oauthbearer.token.endpoint.url=https://t"
    )]
    [InlineData(
        "sasl.mechanism=OAUTHBEARER\nsasl.oauthbearer.token.endpoint.url=https://t\nsasl.oauthbearer.client.credentials.client.id=i\n"
            + "sasl.oauthbearer.client.credentials.client.secret=s\nsasl.jaas.config="
            + OAuth
            + ";",
        "sasl.mechanism=OAUTHBEARER|sasl.oauthbearer.client.credentials.client.id=i|sasl.oauthbearer.client.credentials.client.secret=s|"
            + "sasl.oauthbearer.method=oidc|sasl.oauthbearer.token.endpoint.url=https://t"
    )]
    public void NamesBecomeTheClients(string text, string expected)
    {
        KafkaConfig config = Read(text);
        Assert.Equal(
            expected.Split('|'),
            config.Properties.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value.Text}")
        );
        Assert.Empty(config.Notes);
        KafkaCluster.ThrowIfNoClient(
            new KafkaClientOptions("127.0.0.1:1", "g")
            {
                Properties = config.OverriddenBy(new Dictionary<string, Secret> { ["ssl.ca.location"] = "probe" }),
            }
        );
    }

    [Theory]
    [InlineData("bootstrap.servers=elsewhere:1", "bootstrap.servers is ignored: --broker-list says where the brokers are")]
    [InlineData("group.id=g", "group.id is ignored: the command has its own")]
    [InlineData(
        "key.deserializer=org.apache.kafka.common.serialization.StringDeserializer",
        "key.deserializer is ignored: it names Java classes"
    )]
    [InlineData("interceptor.classes=x.Y", "interceptor.classes is ignored: it names Java classes")]
    [InlineData("metrics.num.samples=2", "metrics.num.samples is ignored: it is of Kafka's Java clients alone")]
    [InlineData("ssl.enabled.protocols=TLSv1.3", "ssl.enabled.protocols is ignored: it is of Java's TLS")]
    [InlineData("ssl.cipher.suites=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "ssl.cipher.suites is ignored: its names are Java's")]
    [InlineData(
        "partition.assignment.strategy=org.apache.kafka.clients.consumer.RangeAssignor",
        "partition.assignment.strategy is ignored: it names Java classes"
    )]
    [InlineData("schema.registry.url=https://r", "schema.registry.url is ignored: it is of a schema registry")]
    [InlineData("basic.auth.user.info=me:hunter2", "basic.auth.user.info is ignored: it is of a schema registry")]
    [InlineData(
        "sasl.jaas.config=" + Plain + "username=\"u\" password=\"p\" user_admin=\"hunter2\";",
        "an option of sasl.jaas.config is ignored: a client's PlainLoginModule has no such option"
    )]
    public void WhatMeansNothingHereGetsOneNote(string text, string note) => Assert.Equal([$"{ConfigPath}: {note}."], Read(text).Notes);

    [Theory]
    [InlineData("sasl.jaas.config=hunter2", "sasl.jaas.config can't be read: required is expected where there is none.")]
    [InlineData("sasl.jaas.config=" + Plain + "username=\"u\";", "sasl.jaas.config has no password, which PlainLoginModule needs.")]
    [InlineData(
        "sasl.mechanism=PLAIN\nsasl.jaas.config=" + Scram + "username=\"u\" password=\"hunter2\";",
        "sasl.jaas.config names ScramLoginModule, which is not of sasl.mechanism=PLAIN: let the two say the same."
    )]
    [InlineData(
        "sasl.jaas.config=" + Scram + "username=\"u\" password=\"hunter2\" tokenauth=\"true\";",
        "sasl.jaas.config logs in with a delegation token (tokenauth), which this client can't: use a user's password."
    )]
    [InlineData(
        "sasl.jaas.config=com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true;",
        "sasl.jaas.config of Kerberos is not read: write sasl.kerberos.principal and sasl.kerberos.keytab in its place."
    )]
    [InlineData(
        "sasl.mechanism=AWS_MSK_IAM\nsasl.jaas.config=software.amazon.msk.auth.iam.IAMLoginModule required;",
        "sasl.jaas.config names a login module that is not known here: those of PLAIN, SCRAM and OAUTHBEARER are (PlainLoginModule, ScramLoginModule, OAuthBearerLoginModule)."
    )]
    [InlineData(
        "sasl.jaas.config=" + OAuth + "clientId=\"i\" clientSecret=\"hunter2\";",
        "OAuthBearerLoginModule needs sasl.oauthbearer.token.endpoint.url: where tokens are given for a client's id and secret."
    )]
    [InlineData(
        "sasl.oauthbearer.token.endpoint.url=https://t\nsasl.jaas.config=" + OAuth + "clientId=\"i\";",
        "sasl.jaas.config has no clientSecret, which OAuthBearerLoginModule needs."
    )]
    [InlineData(
        "sasl.login.callback.handler.class=com.example.Mine",
        "sasl.login.callback.handler.class names a Java class that knows how to log in, and it can't be used here."
    )]
    [InlineData("config.providers=env", "config.providers gets values from a Java class: write them into the file.")]
    [InlineData(
        "ssl.engine.factory.class=com.example.Mine",
        "ssl.engine.factory.class names a Java class that decides about TLS, and it can't be used here."
    )]
    public void WhatCanNotBeDoneIsRefused(string text, string problem) =>
        Assert.Equal($"{ConfigPath}: {problem}", Assert.Throws<KafkaPropertyException>(() => Read(text)).Message);

    [Theory]
    [InlineData("ssl.truststor.location=x", "there is no Kafka property ssl.truststor.location. Did you mean ssl.truststore.location?")]
    [InlineData("securty.protocol=SSL", "there is no Kafka property securty.protocol. Did you mean security.protocol?")]
    [InlineData("sasl.mechansim=PLAIN", "there is no Kafka property sasl.mechansim. Did you mean sasl.mechanism?")]
    [InlineData("sasl.jaas.conf=hunter2", "there is no Kafka property sasl.jaas.conf. Did you mean sasl.jaas.config?")]
    [InlineData("zzz=1", "there is no Kafka property zzz. Correct its name or leave it out.")]
    [InlineData("isolation.level=read_uncommitted", "the Kafka property isolation.level is not free: what is archived depends on it.")]
    [InlineData(
        "auto.offset.reset=earliest",
        "the Kafka property auto.offset.reset is not free: what is archived depends on it; use --offset-reset."
    )]
    [InlineData("transactional.id=x", "the Kafka property transactional.id is not free: what is archived depends on it.")]
    [InlineData(
        "security.protocol=SASL_SSL",
        "sasl.mechanism is GSSAPI, which it is where it is not given, and this machine has no libsasl2 for it: give PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER, or install libsasl2."
    )]
    [InlineData(
        "security.protocol=TLS",
        "a Kafka property can't be used: Invalid value \"TLS\" for configuration property \"security.protocol\"."
    )]
    public void WhatNoClientTakesIsSaidWithTheNearestName(string text, string sentence)
    {
        var options = new KafkaClientOptions("127.0.0.1:1", "g")
        {
            Properties = Read(text).Properties,
            Names = OptionNames.InWords with { OffsetReset = "--offset-reset" },
        };
        Assert.Equal(sentence, Assert.Throws<KafkaPropertyException>(() => KafkaCluster.ThrowIfNoClient(options)).Message);
    }

    [Fact]
    public void AFileThatIsNotThereIsNamed() =>
        Assert.Equal(
            $"there is no file {ConfigPath} to read Kafka's properties from. Correct the path.",
            Assert.Throws<KafkaPropertyException>(() => KafkaConfigFile.Read(ConfigPath, OptionNames.InWords)).Message
        );

    [Fact]
    public void WhatIsTypedWinsOverTheFileUnderWhicheverName()
    {
        var file = new KafkaConfig(
            new Dictionary<string, Secret>
            {
                ["sasl.mechanism"] = "PLAIN",
                ["ssl.ca.pem"] = "file",
                ["ssl.certificate.pem"] = "file",
                ["ssl.key.pem"] = "file",
                ["sasl.password"] = "file",
                ["client.id"] = "file",
            },
            []
        );
        var typed = new Dictionary<string, Secret>
        {
            ["sasl.mechanisms"] = "SCRAM-SHA-256",
            ["ssl.ca.location"] = "typed",
            ["ssl.keystore.location"] = "typed",
            ["client.id"] = "typed",
        };
        Assert.Equal(
            [
                "client.id=typed",
                "sasl.mechanisms=SCRAM-SHA-256",
                "sasl.password=file",
                "ssl.ca.location=typed",
                "ssl.keystore.location=typed",
            ],
            file.OverriddenBy(typed).Select(pair => $"{pair.Key}={pair.Value.Text}").Order(StringComparer.Ordinal)
        );
    }

    private KafkaConfig Read(string text)
    {
        File.WriteAllText(ConfigPath, text);
        return KafkaConfigFile.Read(ConfigPath, OptionNames.InWords with { Brokers = "--broker-list" });
    }
}
