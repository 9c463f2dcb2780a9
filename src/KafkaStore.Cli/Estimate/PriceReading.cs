using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KafkaStore.Cli.Estimate;

/// <summary>Puts prices that somebody gives in place of the list prices.</summary>
internal static class PriceReading
{
    private const string Region = "region";

    /// <param name="file">Of <c>--prices</c>; null for none.</param>
    /// <param name="given">Of <c>--price</c>.</param>
    /// <exception cref="UsageException">Something can't be used.</exception>
    public static IReadOnlyList<CloudPrices> Read(string? file, IReadOnlyList<string> given)
    {
        var prices = CloudPrices.All.ToDictionary(cloud => cloud.Cloud);
        foreach (
            (string cloud, string name, string text, string where) in (file is null ? [] : OfFile(file)).Concat(given.Select(OfOption))
        )
        {
            if (!prices.TryGetValue(cloud, out CloudPrices? found))
                throw new UsageException($"{where}: there is no cloud {cloud}. There are {string.Join(", ", prices.Keys)}.");
            if (name == Region)
            {
                prices[cloud] = found with { Region = text };
                continue;
            }

            if (!CloudPrices.Names.Contains(name))
                throw new UsageException($"{where}: there is no price {name}. There are {string.Join(", ", CloudPrices.Names)}.");
            if (
                !double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double price)
                || !double.IsFinite(price)
            )
            {
                throw new UsageException($"{where}: a price is a number such as 0.023, not '{text}'.");
            }

            prices[cloud] = found.With(name, price)!;
        }

        return [.. CloudPrices.All.Select(cloud => prices[cloud.Cloud])];
    }

    private static (string Cloud, string Name, string Text, string Where) OfOption(string given) =>
        given.Split('=') is [var left, var text] && left.Split('.') is [var cloud, var name]
            ? (cloud, name, text, $"--price {given}")
            : throw new UsageException($"--price takes CLOUD.WHAT=PRICE, such as s3.storage=0.0245, not '{given}'.");

    private static IEnumerable<(string Cloud, string Name, string Text, string Where)> OfFile(string file)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(File.ReadAllText(file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--prices {file} can't be read: {e.Message.TrimEnd('.')}. Correct the path.");
        }
        catch (YamlException e)
        {
            throw new UsageException($"--prices {file} is no YAML: {e.Message.TrimEnd('.')}.");
        }

        if (yaml.Documents is not [{ RootNode: YamlMappingNode root }] || root.Children.Values.Any(value => value is not YamlMappingNode))
            throw new UsageException($"--prices {file} is a map of clouds, such as 's3: {{region: eu-central-1, storage: 0.0245}}'.");
        return from cloud in root.Children
            from price in ((YamlMappingNode)cloud.Value).Children
            select ($"{cloud.Key}", $"{price.Key}", $"{price.Value}", $"--prices {file}");
    }
}
