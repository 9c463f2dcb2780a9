using KafkaStore.ClusterRun;

namespace KafkaStore.EndToEnd.Tests.Clusters;

/// <summary>The scenarios of <c>./test --kafka</c> on the scripted broker, several at a time, since they mostly wait.</summary>
public sealed class ScenarioTests : IClassFixture<ScenarioTests.Outcomes>
{
    private readonly Outcomes outcomes;

    public ScenarioTests(Outcomes outcomes) => this.outcomes = outcomes;

    public static TheoryData<string> Names => [.. Scenario.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void OnTheScriptedBrokerItComesOutAsItShould(string name)
    {
        ScenarioOutcome outcome = outcomes.Of(name);
        Assert.True(outcome.Result == ScenarioResult.Passed, outcome.ToString());
    }

    public sealed class Outcomes : IAsyncLifetime
    {
        private const int AtATime = 3;

        private readonly ScriptedBroker broker = ScriptedBroker.Start();
        private readonly Dictionary<string, ScenarioOutcome> all = [];

        public ScenarioOutcome Of(string name) => all[name];

        public async Task InitializeAsync()
        {
            var cluster = new ScriptedCluster(broker);
            await using var topics = new ClusterTopics(cluster, "check-");
            await Parallel.ForEachAsync(
                Scenario.All,
                new ParallelOptions { MaxDegreeOfParallelism = AtATime },
                async (scenario, stopping) =>
                {
                    ScenarioOutcome outcome = await ScenarioOutcome.OfAsync(scenario, cluster, topics, stopping);
                    lock (all)
                        all.Add(outcome.Name, outcome);
                }
            );
        }

        public async Task DisposeAsync()
        {
            await broker.DisposeAsync();
            Assert.Empty(broker.Problems);
        }
    }
}
