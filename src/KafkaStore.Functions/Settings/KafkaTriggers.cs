using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;

namespace KafkaStore.Functions.Settings;

/// <summary>
/// Completes what the worker tells the host about <see cref="AppendBatch"/>: protocol, credentials and TLS from the settings,
/// and one function for each further topic (<c>AppendBatch2</c>, <c>AppendBatch3</c>, …) that runs the same method.
/// </summary>
/// <remarks>
/// The attribute can't: its protocol and mechanism are enums and its lag threshold a number, constants when it is compiled, and the
/// host resolves names of settings in strings only. Secrets are passed on as names of settings, which the trigger's extension looks up.
/// </remarks>
public sealed class KafkaTriggers(KafkaSettings settings) : IFunctionMetadataTransformer
{
    private const string TriggerType = "kafkaTrigger";

    public string Name => nameof(KafkaTriggers);

    /// <exception cref="InvalidOperationException">There is no function with a Kafka trigger.</exception>
    public void Transform(IList<IFunctionMetadata> original)
    {
        ArgumentNullException.ThrowIfNull(original);
        IFunctionMetadata first =
            original.FirstOrDefault(function => function.RawBindings?.Any(IsKafkaTrigger) == true)
            ?? throw new InvalidOperationException("The app has no function with a Kafka trigger: it was not built completely.");
        int place = original.IndexOf(first);
        original.RemoveAt(place);
        for (int i = 0; i < settings.Topics.Count; i++)
            original.Insert(place + i, ForTopic(first, settings.Topics[i], i + 1));
    }

    private static bool IsKafkaTrigger(string binding) =>
        JsonNode.Parse(binding)?["type"]?.GetValue<string>().Equals(TriggerType, StringComparison.OrdinalIgnoreCase) == true;

    private DefaultFunctionMetadata ForTopic(IFunctionMetadata function, string topic, int number) =>
        new()
        {
            Name = number == 1 ? function.Name : function.Name + number.ToString(CultureInfo.InvariantCulture),
            EntryPoint = function.EntryPoint,
            ScriptFile = function.ScriptFile,
            Language = function.Language,
            IsProxy = function.IsProxy,
            ManagedDependencyEnabled = function.ManagedDependencyEnabled,
            Retry = function.Retry,
            RawBindings = [.. (function.RawBindings ?? []).Select(binding => IsKafkaTrigger(binding) ? Complete(binding, topic) : binding)],
        };

    private string Complete(string text, string topic)
    {
        JsonObject binding = JsonNode.Parse(text)!.AsObject();
        Put(binding, "topic", topic);
        foreach (KafkaSetting setting in KafkaSetting.All)
        {
            if (settings[setting] is { } value)
                Put(binding, setting.Trigger, ForTrigger(setting, value));
        }

        if (settings[KafkaSetting.Mechanism] == "OAuthBearer")
            Put(binding, "oAuthBearerMethod", "Oidc");
        return binding.ToJsonString();
    }

    private static JsonNode ForTrigger(KafkaSetting setting, string value) =>
        setting.Part switch
        {
            KafkaSettingPart.Protocol or KafkaSettingPart.Mechanism => value,
            KafkaSettingPart.Scaling => long.Parse(value, CultureInfo.InvariantCulture),
            _ => setting.Name,
        };

    // The host looks properties up without regard to case, so that two spellings would be one property twice.
    private static void Put(JsonObject binding, string property, JsonNode value)
    {
        foreach (
            string same in binding.Select(pair => pair.Key).Where(key => key.Equals(property, StringComparison.OrdinalIgnoreCase)).ToArray()
        )
        {
            binding.Remove(same);
        }

        binding[property] = value;
    }
}
