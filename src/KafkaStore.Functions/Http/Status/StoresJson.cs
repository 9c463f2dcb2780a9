using KafkaStore.Reading.Chains;
using KafkaStore.Status;

namespace KafkaStore.Functions.Http.Status;

/// <summary>What there is to say of the stores themselves: their disks, mirrors, and objects that are missing.</summary>
internal static class StoresJson
{
    /// <param name="shown">What of a sentence may be told.</param>
    public static void Write(Utf8JsonWriter json, ArchiveStatus status, Func<string, string> shown)
    {
        if (status.Disks.Count > 0)
        {
            json.WriteStartArray("disks");
            foreach (DiskStatus disk in status.Disks)
                Write(json, disk, shown);
            json.WriteEndArray();
        }

        if (status.Mirrors.Count > 0)
        {
            json.WriteStartArray("mirrors");
            for (int i = 0; i < status.Mirrors.Count; i++)
                Write(json, i + 1, status.Mirrors[i], shown);
            json.WriteEndArray();
        }
    }

    public static void Write(Utf8JsonWriter json, IEnumerable<MissingObjects> missing)
    {
        json.WriteStartArray("missing");
        foreach (MissingObjects gap in missing)
        {
            json.WriteStartObject();
            json.WriteString("name", gap.First.ToString());
            json.WriteNumber("from", gap.Offsets.From);
            json.WriteNumber("to", gap.Offsets.To);
            json.WriteString("detail", gap.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, DiskStatus disk, Func<string, string> shown)
    {
        json.WriteStartObject();
        json.WriteString("store", disk.Store);
        json.WriteNumber("freeBytes", disk.Room.FreeBytes);
        json.WriteNumber("totalBytes", disk.Room.TotalBytes);
        if (disk.Trouble is { } trouble)
            json.WriteString("trouble", shown(trouble));
        json.WriteEndObject();
    }

    // A client needs to know which one it is, not where.
    private static void Write(Utf8JsonWriter json, int number, MirrorStatus mirror, Func<string, string> shown)
    {
        json.WriteStartObject();
        json.WriteNumber("mirror", number);
        if (shown(mirror.Name) == mirror.Name)
            json.WriteString("name", mirror.Name);
        if (mirror.Lag is { } lag)
            json.WriteNumber("lag", lag);
        json.WriteNumber("partitionsBehind", mirror.PartitionsBehind);
        if (mirror.Since is { } since)
            json.WriteString("troubleSince", since);
        if (mirror.Trouble is { } trouble)
            json.WriteString("trouble", shown(trouble));
        json.WriteEndObject();
    }
}
