namespace KafkaStore.Tests.Infra;

public sealed partial class SecretsTests
{
    [Fact]
    public void NoFileHoldsASecretOrAsksForOne() =>
        Assert.All(
            InfraFolder.Files(),
            file => Assert.False(Secret().IsMatch(file.Text), $"{file.Path}: {Secret().Match(file.Text).Value}")
        );

    [Fact]
    public void NoOutputOfATreeIsAKeyOrAConnectionString()
    {
        string[] outputs = [.. new BicepTree().Outputs, .. new TerraformTree().Outputs];
        Assert.NotEmpty(outputs);
        Assert.DoesNotContain(outputs, output => SecretName().IsMatch(output));
    }

    [Fact]
    public void WhatIsSecretAmongTheSettingsIsAKeyVaultReference()
    {
        string bicep = File.ReadAllText(Path.Combine(InfraFolder.Bicep, "modules", "function-app.bicep"));
        string terraform = File.ReadAllText(Path.Combine(InfraFolder.Terraform, "modules", "function-app", "main.tf"));
        string[] secrets =
        [
            .. KafkaSetting.All.Where(setting => setting.IsSecret || setting.PemSection is not null).Select(setting => setting.Name),
            "KafkaStore__StagingKeys",
            "KafkaStore__CatalogUrl",
            "KAFKA_STORE_MYSQL_PASSWORD",
            "KAFKA_STORE_SCHEMA_REGISTRY_PASSWORD",
        ];
        foreach (string setting in secrets)
        {
            Assert.Matches($@"{setting}: secretReference\(vaultName, \w+SecretName\)", bicep);
            Assert.Matches($@"{setting}\s+= var\.\w+_secret_name == """" \? """" : format\(local\.vault_reference, ", terraform);
        }
    }

    [Theory]
    [InlineData("host-storage")]
    [InlineData("package-storage")]
    [InlineData("archive")]
    [InlineData("staging")]
    public void AStorageAccountTakesNoSharedKeyAndNobodyUnknown(string module)
    {
        string bicep = File.ReadAllText(Path.Combine(InfraFolder.Bicep, "modules", module + ".bicep"));
        string terraform = File.ReadAllText(Path.Combine(InfraFolder.Terraform, "modules", module, "main.tf"));
        Assert.Contains("allowSharedKeyAccess: false", bicep);
        Assert.Contains("allowBlobPublicAccess: false", bicep);
        Assert.Matches(@"shared_access_key_enabled\s+= false", terraform);
        Assert.Matches(@"allow_nested_items_to_be_public\s+= false", terraform);
    }

    [Fact]
    public void NothingIsDeletedByAge()
    {
        Assert.DoesNotContain(new BicepTree().Resources("staging"), type => type.Contains("managementPolicies"));
        Assert.All(InfraFolder.Files(), file => Assert.DoesNotMatch("(?i)tier_to_delete|delete_after_days|delete: *{", file.Text));
    }

    [GeneratedRegex(
        @"(?i)AccountKey=|SharedAccessSignature|listKeys\(|listSecrets?\(|getSecret\(|primary_(access_key|connection_string)|shared_key\b|instrumentation_?key|BEGIN [A-Z ]*PRIVATE|@secure\(|password\w*\s*[:=]\s*['""](?!kafka-password['""])[^'""$@]+['""]|azurerm_key_vault_secret|vaults/secrets@"
    )]
    private static partial Regex Secret();

    [GeneratedRegex("(?i)key(?!_vault_name)|connection|password|secret|token|sas")]
    private static partial Regex SecretName();
}
