using System.Reflection;

namespace KafkaStore.LocalHost;

/// <summary>The app's functions and what triggers each, as <c>func start</c> prints them.</summary>
internal static class FunctionList
{
    private const string HttpTrigger = "httpTrigger";

    /// <param name="withHttp">Also those that HTTP triggers.</param>
    public static IEnumerable<(string Name, string Trigger)> All(bool withHttp) =>
        from type in typeof(AppendBatch).Assembly.GetExportedTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null && type != typeof(PurgeHistory) // there is no history here
        let trigger = TriggerOf(method)
        where withHttp || trigger != HttpTrigger
        orderby function.Name
        select (function.Name, trigger);

    private static string TriggerOf(MethodInfo method)
    {
        string attribute = method
            .GetParameters()
            .SelectMany(parameter => parameter.GetCustomAttributes())
            .Select(found => found.GetType().Name)
            .First(name => name.EndsWith("TriggerAttribute", StringComparison.Ordinal));
        string trigger = attribute[..^"Attribute".Length];
        return char.ToLowerInvariant(trigger[0]) + trigger[1..];
    }
}
