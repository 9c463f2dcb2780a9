using KafkaStore.Cli.Configuration;

namespace KafkaStore.Tests.Configuration;

/// <summary>What is wrong with a configuration file: a sentence for each mistake, all of them at once, each with its place.</summary>
public sealed class ConfigFileTests
{
    private const string Sound = """
        kafka: {brokers: "b:1", group: g}
        stores: [/tmp/kafka-store-of-no-run]

        """;

    [Fact]
    public void AFileWithManyMistakesGetsAsManySentences() =>
        Assert.Equal(
            [
                "sample.yaml:3:3: there is no key goup in kafka. There are brokers, group, config, properties.",
                "sample.yaml:9:5: topics[2] has no name, which says of what topic or pattern of topics it is.",
                "sample.yaml:15:13: defaults.file-age takes one value, such as defaults.file-age: 1h.",
                "sample.yaml:17:6: there is no key port in s3. Did you mean http.port?",
                "sample.yaml:18:14: run.share takes true or false, not 'yes'.",
                "sample.yaml:19:21: catalog.password: ${env:NOT_SET} refers to an environment variable that is not set. Set it, or correct the name.",
                "sample.yaml:2:13: kafka.brokers takes HOST[:PORT], with commas between several and ports from 1 to 65535, not '127.0.0.1:1,host:99999'.",
                "sample.yaml:10:5: 'a b' can't be a Kafka topic: topics[3] takes 1 to 249 of a-z A-Z 0-9 . _ -",
                "sample.yaml:12:14: defaults.file-size takes a size such as 256M, 64k, 1G or 1000000 (bytes), not '12q'.",
                "sample.yaml:14:16: defaults.codec-level is of deflate and zstandard; defaults.codec null has none. Leave one of the two out.",
                "sample.yaml:8:32: topics[1].file-age takes whole seconds from 1, not '10x'.",
                "sample.yaml:8:44: topics[1].codec takes deflate, zstandard or null, not 'zst'.",
                "no consumer group is given: --group GROUP names it.",
                "sample.yaml:16:16: 'ftp://x' is of no scheme that is known here. Give a folder, https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX, gs://BUCKET/PREFIX or s3://BUCKET/PREFIX.",
            ],
            Sample.Mistakes(
                """
                kafka:
                  brokers: [127.0.0.1:1, "host:99999"]
                  goup: archive
                  properties:
                    session.timeout.ms: 30000
                topics:
                  - orders
                  - {name: payments, file-age: 10x, codec: zst}
                  - {file-size: 3}
                  - a b
                defaults:
                  file-size: 12q
                  codec: null
                  codec-level: 3
                  file-age: [1]
                stores: [arch, ftp://x]
                s3: {port: 1}
                run: {share: yes}
                catalog: {password: "${env:NOT_SET}"}
                """
            )
        );

    [Theory]
    [InlineData("topics: [a\n", "sample.yaml:2:1: this is no YAML: ")]
    [InlineData("topics: [a]\ntopics: [b]\n", "sample.yaml:2:1: this is no YAML: ")]
    [InlineData("topics: [a]\n---\ntopics: [b]\n", "sample.yaml:3:1: a second document begins here, and a configuration file has one.")]
    [InlineData("- a\n", "sample.yaml:1:1: a configuration file is a map of keys, such as 'topics: [orders]'.")]
    [InlineData("kafka: b:1\n", "sample.yaml:1:8: kafka is a section with keys of its own: brokers, group, config, properties.")]
    [InlineData("kafka: {group: }\n", "sample.yaml:1:16: kafka.group has no value: give it one, or leave the key out.")]
    [InlineData(
        "kafka: {brokers: {a: b}}\n",
        "sample.yaml:1:18: kafka.brokers takes one value, such as kafka.brokers: [broker-1:9092, broker-2:9092]."
    )]
    [InlineData(
        "kafka: {properties: [a]}\n",
        "sample.yaml:1:21: kafka.properties is a map, such as kafka.properties: {security.protocol: SASL_SSL}."
    )]
    [InlineData("topics: {name: a}\n", "sample.yaml:1:9: topics is a list, such as ")]
    [InlineData("topics: [[a]]\n", "sample.yaml:1:10: topics[0] is a name or pattern, or a map such as {name: payments, file-age: 10m}.")]
    [InlineData(
        "topics: [{name: a, file-agee: 1h}]\n",
        "sample.yaml:1:20: there is no key file-agee in topics[0]; there are name, file-size, "
    )]
    [InlineData("storess: [a]\n", "sample.yaml:1:1: there is no key storess. Did you mean stores?")]
    [InlineData("run: {exit-at-end: 1}\n", "sample.yaml:1:20: run.exit-at-end takes true or false, not '1'.")]
    [InlineData("s3: {region: '${file:none}'}\n", "sample.yaml:1:14: s3.region: ${file:none} refers to the file ")]
    [InlineData(
        "s3: {region: '${vault:none}'}\n",
        "sample.yaml:1:14: s3.region: ${vault:none} is no reference: there are ${env:NAME} and ${file:PATH}; $${ is ${ itself."
    )]
    public void WhatIsWrittenOtherwiseIsSaidWithItsPlace(string yaml, string beginning) =>
        Assert.Contains(Sample.Mistakes(yaml), sentence => sentence.StartsWith(beginning));

    [Theory]
    [InlineData(
        "http: {host: 127.0.0.1}",
        "sample.yaml:4:14: http.host and --http-token say how to serve HTTP, which only --http-port does: give it too."
    )]
    [InlineData(
        "run: {close-at-end: true}",
        "sample.yaml:4:21: run.close-at-end says what to do at the end, which only --exit-at-end stops at: give both."
    )]
    [InlineData(
        "run: {share: true}",
        "sample.yaml:4:14: run.share needs a staging location that all processes have in common: --staging-url names it."
    )]
    public void WhatCannotGoTogetherIsToo(string yaml, string sentence) =>
        Assert.Equal([sentence], Sample.Mistakes($"{Sound}topics: [t]\n{yaml}\n"));

    [Fact]
    public void ASecretIsInNoSentence() =>
        Assert.All(
            Sample.Mistakes(
                """
                http: {port: 1, token: hunter2}
                catalog: {url: "mysql://u:hunter2@:x/"}
                kafka: {properties: {sasl.password: hunter2, sesion.timeout.ms: hunter2}}
                schema-registry: {url: "ftp://u:hunter2@host"}
                """
            ),
            sentence => Assert.DoesNotContain("hunter2", sentence)
        );

    [Fact]
    public void AnEmptyFileConfiguresNothing() => Assert.Empty(Sample.Read("# nothing yet\n").Entries);

    [Fact]
    public void PathsGoOnFromTheFilesOwnFolder()
    {
        LocalHostOptions bound = Sample.Bind(
            "kafka: {brokers: 'b:1', group: g}\ntopics: [t]\nstores: [archive, s3://bucket/x]\nstaging: {state-dir: ../state}\n"
        );
        Assert.EndsWith("/archive", bound.Archive.Address);
        Assert.StartsWith(Path.GetTempPath() + "kafka-store-config-", bound.Archive.Address);
        Assert.Equal(Path.GetTempPath() + "state", bound.StateFolder);
        Assert.Equal("s3://bucket/x", Assert.Single(bound.Mirrors).DisplayName);
    }

    [Fact]
    public void AFolderMayBeAUrlAsInTheSettings() =>
        Assert.Equal(
            "/srv/archive",
            Sample.Bind("kafka: {brokers: 'b:1', group: g}\ntopics: [t]\nstores: ['file:///srv/archive']\n").Archive.Address
        );

    [Fact]
    public void ReferencesAreReplaced()
    {
        Environment.SetEnvironmentVariable("KAFKA_STORE_TEST_REFERENCE", "eu");
        try
        {
            Configured read = Sample.Read(
                "s3: {region: '${env:KAFKA_STORE_TEST_REFERENCE}-central-$${1}'}\n",
                Environment.GetEnvironmentVariable
            );
            Assert.Equal("eu-central-${1}", Assert.Single(read.Entries).Texts[0].Text);
        }
        finally
        {
            Environment.SetEnvironmentVariable("KAFKA_STORE_TEST_REFERENCE", null);
        }
    }
}
