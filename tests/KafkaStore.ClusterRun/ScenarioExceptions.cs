namespace KafkaStore.ClusterRun;

/// <summary>The cluster can't do what a scenario is about; the message says what.</summary>
public sealed class ScenarioSkippedException(string message) : Exception(message);

/// <summary>A scenario found something wrong; the message says what was expected and what was found.</summary>
public sealed class ScenarioFailedException(string message) : Exception(message);
