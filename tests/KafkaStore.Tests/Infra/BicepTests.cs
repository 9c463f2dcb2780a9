namespace KafkaStore.Tests.Infra;

/// <summary>The real compiler, with the resource types that it carries, has nothing to say about the tree.</summary>
[Collection(nameof(SerialTests))]
public sealed partial class BicepTests(BicepCompiler compiler) : IClassFixture<BicepCompiler>
{
    private const string OAuth =
        "param kafkaAuthenticationMode = 'OAuthBearer'\nparam kafkaOAuthClientId = 'app'\nparam kafkaOAuthTokenEndpointUrl = 'https://login.example.com/token'";

    [BicepTheory]
    [InlineData("main")]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task AParameterFileAndAllBelowItCompileWithoutADiagnostic(string name) =>
        Assert.Empty(await compiler.DiagnosticsAsync(Path.Combine(InfraFolder.Bicep, name + ".bicepparam")));

    [BicepTheory]
    [InlineData("dev", false)]
    [InlineData("prod", true)]
    public async Task WhatWouldBeDeployedIsAsTheParametersSay(string name, bool isPrivate)
    {
        JsonElement[] resources = await PredictAsync(name, "");
        string[] types = [.. resources.Select(resource => resource.GetProperty("type").GetString()!)];
        Assert.Equal(4, types.Count(type => type == "Microsoft.Storage/storageAccounts"));
        Assert.Equal(isPrivate ? 7 : 0, types.Count(type => type == "Microsoft.Network/privateEndpoints"));
        Assert.Equal(isPrivate, types.Contains("Microsoft.DurableTask/schedulers/taskHubs"));
        Assert.All(
            resources.Where(resource => resource.GetProperty("type").GetString() == "Microsoft.Storage/storageAccounts"),
            account =>
            {
                JsonElement properties = account.GetProperty("properties");
                Assert.False(properties.GetProperty("allowSharedKeyAccess").GetBoolean());
                Assert.Equal(isPrivate ? "Disabled" : "Enabled", properties.GetProperty("publicNetworkAccess").GetString());
            }
        );
    }

    [BicepTheory]
    [InlineData("dev", "", "durable 1")]
    [InlineData("prod", "param kafkaTopic = 'orders, payments'", "durable 1, function:AppendBatch 1, function:AppendBatch2 1")]
    [InlineData("prod", "param durableAlwaysReady = 0\nparam triggerAlwaysReady = 0", "")]
    public async Task EveryTopicsTriggerIsAlwaysReadyWhereOneIs(string name, string parameters, string expected)
    {
        JsonElement ready = (await PredictAsync(name, parameters))
            .Single(resource => resource.GetProperty("type").GetString() == "Microsoft.Web/sites")
            .GetProperty("properties")
            .GetProperty("functionAppConfig")
            .GetProperty("scaleAndConcurrency")
            .GetProperty("alwaysReady");
        Assert.Equal(
            expected,
            string.Join(
                ", ",
                ready
                    .EnumerateArray()
                    .Select(group => $"{group.GetProperty("name").GetString()} {group.GetProperty("instanceCount").GetInt32()}")
            )
        );
    }

    [BicepTheory]
    [InlineData("param archiveTierAfterDays = 3", "archiveTierAfterDays needs")]
    [InlineData("param publicEndpoint = false\nparam privateNetwork = false", "publicEndpoint can only")]
    [InlineData("param safetyWindowSeconds = 90000", "stagedAgeSeconds must be")]
    [InlineData("param kafkaUsername = ''", "Plain and SCRAM need")]
    [InlineData("param kafkaAuthenticationMode = 'NotSet'", "kafkaAuthenticationMode is needed")]
    [InlineData("param kafkaAuthenticationMode = 'OAuthBearer'", "OAuthBearer needs")]
    [InlineData("param kafkaSslCertificateSecretName = 'certificate'", "go together")]
    [InlineData("param googleCloudIdentityProvider = 'projects/1/x'", "go together")]
    [InlineData(
        "param googleCloudIdentityProvider = 'projects/1/x'\nparam googleCloudIdentityResource = 'api://x'",
        "googleCloudIdentityProvider must be"
    )]
    [InlineData("param kafkaTopic = 'a,b,c,d,e,f,g,h,i,j,k'", "more than ten topics")]
    public async Task WhatCantBeDeployedIsRefusedBeforehand(string parameters, string reason)
    {
        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => PredictAsync("prod", parameters));
        Assert.Contains(reason, refused.Message);
    }

    [BicepTheory]
    [InlineData(
        "param kafkaLagThreshold = 5000",
        "KafkaPassword=kafka-password KafkaOAuthClientSecret= KafkaSslKeyPem= KafkaLagThreshold=5000"
    )]
    [InlineData(OAuth, "KafkaPassword= KafkaOAuthClientSecret=kafka-oauth-client-secret KafkaOAuthClientId=app KafkaLagThreshold=")]
    [InlineData(
        "param kafkaProtocol = 'Ssl'\nparam kafkaSslCertificateSecretName = 'own'\nparam kafkaSslKeySecretName = 'key'",
        "KafkaPassword= KafkaSslCertificatePem=own KafkaSslKeyPem=key"
    )]
    public async Task OnlyTheSecretsOfTheWayToLogInAreReferredTo(string parameters, string expected)
    {
        string settings = await SettingsAsync(parameters);
        string[] names = [.. expected.Split(' ').Select(pair => pair.Split('=')[0])];
        Assert.Equal(expected, string.Join(' ', names.Select(name => $"{name}={ValueOf(name, settings)}")));
    }

    [BicepTheory]
    [InlineData("", false)]
    [InlineData("\nparam googleCloudServiceAccount = 'archiver@project.iam.gserviceaccount.com'", true)]
    public async Task TheGoogleCredentialsAreAnExternalAccountWithoutASecret(string more, bool impersonates)
    {
        string settings = await SettingsAsync(
            "param googleCloudIdentityProvider = 'projects/1/locations/global/workloadIdentityPools/azure/providers/azure'\nparam googleCloudIdentityResource = 'api://kafka-store'"
                + more
        );
        using var account = JsonDocument.Parse(Regex.Match(settings, "'KafkaStore__GoogleCloudCredentials', '([^']*)'").Groups[1].Value);
        Assert.Equal("external_account", account.RootElement.GetProperty("type").GetString());
        Assert.Equal(
            "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/azure/providers/azure",
            account.RootElement.GetProperty("audience").GetString()
        );
        Assert.EndsWith(
            "resource=api%3A%2F%2Fkafka-store",
            account.RootElement.GetProperty("credential_source").GetProperty("url").GetString()
        );
        Assert.Equal(impersonates, account.RootElement.TryGetProperty("service_account_impersonation_url", out _));
    }

    // A text, or the secret's name in a reference to the vault.
    private static string ValueOf(string setting, string settings) =>
        Regex.Match(settings, $"'{setting}', (?:'([^']*)'|format\\('@Microsoft.KeyVault\\([^']*', .*?, '([\\w-]+)'\\))[,)]")
            is { Success: true } match
            ? match.Groups[1].Value + match.Groups[2].Value
            : throw new InvalidOperationException($"{setting} is not in {settings}");

    // The compiler leaves them an expression, since some are outputs of other modules.
    private async Task<string> SettingsAsync(string parameters) =>
        (await PredictAsync("prod", parameters))
            .Single(resource => resource.GetProperty("type").GetString() == "Microsoft.Web/sites")
            .GetProperty("properties")
            .GetProperty("siteConfig")
            .GetProperty("appSettings")
            .GetString()!;

    private async Task<JsonElement[]> PredictAsync(string name, string parameters)
    {
        string folder = Directory.CreateTempSubdirectory("infra").FullName;
        try
        {
            string changed = string.Join('|', Parameter().Matches(parameters).Select(match => match.Groups[1].Value).DefaultIfEmpty("-"));
            string text = Regex.Replace(
                await File.ReadAllTextAsync(Path.Combine(InfraFolder.Bicep, name + ".bicepparam")),
                $"(?m)^param (?:{changed}) = .*$",
                ""
            );
            string file = Path.Combine(folder, name + ".bicepparam");
            await File.WriteAllTextAsync(
                file,
                text.Replace("'main.bicep'", $"'{Path.GetRelativePath(folder, Path.Combine(InfraFolder.Bicep, "main.bicep"))}'")
                    + "\n"
                    + parameters
                    + "\n"
            );
            return await compiler.PredictAsync(file);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(@"param (\w+) =")]
    private static partial Regex Parameter();
}
