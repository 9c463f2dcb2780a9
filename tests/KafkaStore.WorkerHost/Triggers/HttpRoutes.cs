using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace KafkaStore.Tests.FunctionsHost.Triggers;

/// <summary>Finds the function whose route a path is.</summary>
internal static class HttpRoutes
{
    private const string Prefix = "api/";

    public static (IndexedFunction Function, RouteValueDictionary Values)? Find(IEnumerable<IndexedFunction> functions, PathString path)
    {
        foreach (IndexedFunction function in functions.Where(function => function.TriggerType == "httpTrigger"))
        {
            RouteTemplate template = TemplateParser.Parse(Prefix + ((string?)function.Trigger["route"] ?? function.Name));
            var values = new RouteValueDictionary();
            if (new TemplateMatcher(template, []).TryMatch(path, values))
                return (function, values);
        }

        return null;
    }
}
