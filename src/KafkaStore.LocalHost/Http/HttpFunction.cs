using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KafkaStore.LocalHost.Http;

/// <summary>A function with an HTTP trigger, called as the Functions worker calls it.</summary>
/// <param name="Name">The function's.</param>
/// <param name="Method">The function.</param>
/// <param name="Trigger">Says route, methods and who may call.</param>
internal sealed record HttpFunction(string Name, MethodInfo Method, HttpTriggerAttribute Trigger)
{
    // The Functions host's, unless host.json says otherwise.
    private const string RoutePrefix = "/api/";

    public string Route => RoutePrefix + (Trigger.Route ?? Name);

    public IEnumerable<string> Methods => (Trigger.Methods ?? []).Select(method => method.ToUpperInvariant());

    public static IEnumerable<HttpFunction> All() =>
        from type in typeof(AppendBatch).Assembly.GetExportedTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        let trigger = method
            .GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .FirstOrDefault(found => found is not null)
        where function is not null && trigger is not null
        orderby function.Name
        select new HttpFunction(function.Name, method, trigger);

    /// <summary>Calls it for a request, on an instance of its class.</summary>
    public Task InvokeAsync(object instance, HttpContext context) =>
        (Task)
            Method.Invoke(
                instance,
                BindingFlags.DoNotWrapExceptions,
                null,
                [.. Method.GetParameters().Select(parameter => Bind(parameter, context))],
                null
            )!;

    private static object? Bind(ParameterInfo parameter, HttpContext context)
    {
        if (parameter.ParameterType == typeof(HttpRequest))
            return context.Request;
        if (parameter.ParameterType == typeof(CancellationToken))
            return context.RequestAborted;
        return context.GetRouteValue(parameter.Name!)?.ToString();
    }
}
