namespace KafkaStore.Tests.Support;

/// <summary>A test that needs real servers; shown as skipped, with the reason, where one of them is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServerFactAttribute : FactAttribute
{
    public ServerFactAttribute(params TestServer[] servers)
    {
        Servers = servers;
        Skip = servers.Select(WhatIsMissing).FirstOrDefault(missing => missing is not null);
    }

    public IReadOnlyList<TestServer> Servers { get; }

    private static string? WhatIsMissing(TestServer server)
    {
        bool found = server == TestServer.Azurite ? Azurite.IsInstalled : MariaDb.IsInstalled;
        return found ? null : $"There is no {server} on this machine; ./setup installs it.";
    }
}

public enum TestServer
{
    Azurite,
    MariaDb,
}
