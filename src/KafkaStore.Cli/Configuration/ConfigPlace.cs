namespace KafkaStore.Cli.Configuration;

/// <summary>Where something is written: <c>kafka-store.yaml:3:5</c>, the line and the column from 1.</summary>
internal readonly record struct ConfigPlace(string File, long Line, long Column)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}
