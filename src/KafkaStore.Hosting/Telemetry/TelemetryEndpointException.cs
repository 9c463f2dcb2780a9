namespace KafkaStore.Hosting.Telemetry;

/// <summary>Where telemetry is to be sent can't be used; the message says what to write there.</summary>
public sealed class TelemetryEndpointException(string message) : Exception(message);
