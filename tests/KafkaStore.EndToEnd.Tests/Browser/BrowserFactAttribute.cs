namespace KafkaStore.EndToEnd.Tests.Browser;

/// <summary>A test in Debian's Chromium; shown as skipped where that, or what drives it, is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class BrowserFactAttribute : FactAttribute
{
    private static readonly string[] Packages = ["playwright-core", "axe-core"];

    public BrowserFactAttribute()
    {
        if (Chromium is null)
            Skip = "There is no chromium on this machine; ./setup --tests installs it.";
        else if (!Packages.All(package => NodeTools.IsInstalled($"{package}/package.json")))
            Skip = $"There is no {string.Join(" and ", Packages)} below artifacts/node; ./setup --tests installs them.";
    }

    /// <summary>Where it is; null where it is not.</summary>
    public static string? Chromium { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "chromium"))
            .FirstOrDefault(File.Exists);
}
