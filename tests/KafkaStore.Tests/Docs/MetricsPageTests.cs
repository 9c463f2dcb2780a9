using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using KafkaStore.Functions.Telemetry;
using KafkaStore.LocalHost.Looking;

namespace KafkaStore.Tests.Docs;

/// <summary><c>docs/metrics.md</c> lists every instrument that there is, as it is.</summary>
public sealed class MetricsPageTests
{
    [Fact]
    public void EveryInstrumentHasItsRowAndEveryRowItsInstrument() =>
        Assert.Equal(
            Instruments().Select(each => $"{each.Name} {KindOf(each)} {each.Unit}").Order(StringComparer.Ordinal),
            MetricsTable.Read().Select(row => $"{row.Name} {row.Kind} {row.Unit}").Order(StringComparer.Ordinal)
        );

    [Fact]
    public void EveryInstrumentSaysWhatItCounts() => Assert.All(Instruments(), each => Assert.EndsWith(".", each.Description));

    [Fact]
    public void NamesInPrometheusFollowItsRules() =>
        Assert.All(MetricsTable.Read(), row => Assert.Equal(PrometheusName(row), row.Prometheus));

    [Fact]
    public void NoNameIsTheBeginningOfAnother()
    {
        string[] names = [.. MetricsTable.Read().Select(row => row.Name)];
        Assert.DoesNotContain(names, name => names.Any(other => other.StartsWith(name + '.')));
    }

    private static string PrometheusName(MetricsTable.Row row) =>
        row.Name.Replace('.', '_')
        + row.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        }
        + (row.Kind == "counter" ? "_total" : "");

    private static string KindOf(Instrument instrument)
    {
        string type = instrument.GetType().Name;
        return type.Contains("Counter") ? "counter"
            : type.Contains("Gauge") ? "gauge"
            : "histogram";
    }

    // Instruments are made with the class that has them, or with what they look at.
    private static IReadOnlyCollection<Instrument> Instruments()
    {
        var found = new Dictionary<string, Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name.StartsWith("KafkaStore"))
                {
                    lock (found)
                        found[instrument.Name] = instrument;
                }
            },
        };
        listener.Start();
        using var gauges = new PartitionGauges(TimeProvider.System);
        using var ofMirrors = new MirrorGauges(TimeProvider.System);
        using var ofRun = new RunGauges(() => new RunView(DateTimeOffset.UnixEpoch, []), []);
        foreach (Type type in MetricsClasses())
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        return found.Values;
    }

    private static IEnumerable<Type> MetricsClasses()
    {
        Type[] found =
        [
            .. Directory
                .EnumerateFiles(AppContext.BaseDirectory, "KafkaStore*.dll")
                .Select(path => Path.GetFileNameWithoutExtension(path))
                .Where(name => !name.Contains("Test"))
                .SelectMany(name => Assembly.Load(name).GetTypes())
                .Where(type => type.Name == "Metrics"),
        ];
        Assert.True(found.Length >= 6, "A project has no Metrics any more");
        return found;
    }
}
