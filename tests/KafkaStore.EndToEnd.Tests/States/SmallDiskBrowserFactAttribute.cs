using KafkaStore.EndToEnd.Tests.Browser;

namespace KafkaStore.EndToEnd.Tests.States;

/// <summary>A test in a browser that fills a disk up; shown as skipped where either can't be had.</summary>
public sealed class SmallDiskBrowserFactAttribute : BrowserFactAttribute
{
    public SmallDiskBrowserFactAttribute() => Skip ??= SmallDisk.WhyNot;
}
