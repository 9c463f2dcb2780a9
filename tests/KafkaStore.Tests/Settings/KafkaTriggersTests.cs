using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;

namespace KafkaStore.Tests.Settings;

public sealed class KafkaTriggersTests
{
    // What the real generator makes of AppendBatch's attribute.
    private const string Trigger =
        """{"name":"records","direction":"In","type":"kafkaTrigger","topic":"%KafkaTopic%","brokerList":"KafkaBrokers","consumerGroup":"%KafkaConsumerGroup%","keyDataType":"Binary","cardinality":"Many","properties":{"supportsDeferredBinding":"True"}}""";

    private const string Client = """{"name":"client","direction":"In","type":"durableClient"}""";

    [Fact]
    public void WithoutSecurityOnlyTheTopicIsWritten()
    {
        IFunctionMetadata function = Assert.Single(Appending(SettingsOf.Kafka()));
        JsonNode expected = JsonNode.Parse(Trigger)!;
        expected["topic"] = "orders";
        Assert.Equal("AppendBatch", function.Name);
        Assert.True(JsonNode.DeepEquals(expected, Binding(function)));
    }

    [Fact]
    public void EnumsAndNumbersAreWrittenAndSecretsAreNamed()
    {
        JsonObject binding = Binding(
            Assert.Single(
                Appending(
                    SettingsOf.Kafka(
                        ("KafkaProtocol", "SaslSsl"),
                        ("KafkaAuthenticationMode", "Plain"),
                        ("KafkaUsername", "user-1"),
                        ("KafkaPassword", "pa%ss%word"),
                        ("KafkaLagThreshold", "5000")
                    )
                )
            )
        );
        Assert.Equal("SaslSsl", (string?)binding["protocol"]);
        Assert.Equal("Plain", (string?)binding["authenticationMode"]);
        Assert.Equal("KafkaUsername", (string?)binding["username"]);
        Assert.Equal("KafkaPassword", (string?)binding["password"]);
        Assert.Equal(5000, (long)binding["lagThreshold"]!);
        Assert.DoesNotContain("pa%ss", binding.ToJsonString());
        Assert.False(binding.ContainsKey("sslCaPEM"));
    }

    [Fact]
    public void OAuthIsOidc()
    {
        JsonObject binding = Binding(
            Assert.Single(
                Appending(
                    SettingsOf.Kafka(
                        ("KafkaProtocol", "SaslSsl"),
                        ("KafkaAuthenticationMode", "OAuthBearer"),
                        ("KafkaOAuthClientId", "id"),
                        ("KafkaOAuthClientSecret", "s"),
                        ("KafkaOAuthTokenEndpointUrl", "https://login.example/token")
                    )
                )
            )
        );
        Assert.Equal("Oidc", (string?)binding["oAuthBearerMethod"]);
        Assert.Equal("KafkaOAuthClientSecret", (string?)binding["oAuthBearerClientSecret"]);
    }

    [Fact]
    public void EachTopicHasAFunctionOfItsOwnThatRunsTheSameMethod()
    {
        IFunctionMetadata[] functions = [.. Appending(SettingsOf.Kafka(("KafkaTopic", "orders,payments,refunds")))];
        Assert.Equal(["AppendBatch", "AppendBatch2", "AppendBatch3"], functions.Select(function => function.Name));
        Assert.Equal(["orders", "payments", "refunds"], functions.Select(function => (string?)Binding(function)["topic"]));
        Assert.Single(functions.Select(function => function.EntryPoint).Distinct());
        Assert.Equal(3, functions.Select(function => function.FunctionId).Distinct().Count());
        Assert.All(functions, function => Assert.Same(functions[0].Retry, function.Retry));
        Assert.All(functions, function => Assert.Equal(Client, function.RawBindings![1]));
    }

    [Fact]
    public void OtherFunctionsStayAsTheyAre()
    {
        var timer = new DefaultFunctionMetadata { Name = "WatchPartitions", RawBindings = ["""{"name":"timer","type":"timerTrigger"}"""] };
        var all = new List<IFunctionMetadata> { timer, AppendBatch() };
        new KafkaTriggers(SettingsOf.Kafka()).Transform(all);
        Assert.Same(timer, all[0]);
        Assert.Equal(2, all.Count);
    }

    [Fact]
    public void AnAppWithoutTheTriggerIsRefused() =>
        Assert.Contains(
            "no function with a Kafka trigger",
            Assert.Throws<InvalidOperationException>(() => new KafkaTriggers(SettingsOf.Kafka()).Transform([])).Message
        );

    [Fact]
    public void EveryPropertyWrittenIsOneOfTheTriggersAttribute()
    {
        (string Name, string? Value)[] all = [.. KafkaSetting.All.Select(setting => (setting.Name, (string?)ValueOf(setting)))];
        JsonObject binding = Binding(Assert.Single(Appending(SettingsOf.Kafka(all))));
        string[] written = [.. binding.Select(pair => pair.Key).Except(JsonNode.Parse(Trigger)!.AsObject().Select(pair => pair.Key))];
        Assert.Equal(all.Length + 1, written.Length); // and the method
        PropertyInfo[] properties = typeof(KafkaTriggerAttribute).GetProperties();
        Assert.All(
            written,
            name => Assert.Contains(properties, property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        );
    }

    private static string ValueOf(KafkaSetting setting) =>
        setting.PemSection is { } section ? Pem(section)
        : setting.Spellings is { } spellings ? spellings[^1].Trigger
        : "1";

    private static string Pem(string section) => $"-----BEGIN {section}-----\\nMA==\\n-----END {section}-----";

    private static DefaultFunctionMetadata AppendBatch() =>
        new()
        {
            Name = "AppendBatch",
            EntryPoint = "KafkaStore.Functions.AppendBatch.RunAsync",
            ScriptFile = "KafkaStore.FunctionApp.dll",
            Language = "dotnet-isolated",
            RawBindings = [Trigger, Client],
        };

    private static List<IFunctionMetadata> Appending(KafkaSettings settings)
    {
        var all = new List<IFunctionMetadata> { AppendBatch() };
        new KafkaTriggers(settings).Transform(all);
        return all;
    }

    private static JsonObject Binding(IFunctionMetadata function) => JsonNode.Parse(function.RawBindings![0])!.AsObject();
}
