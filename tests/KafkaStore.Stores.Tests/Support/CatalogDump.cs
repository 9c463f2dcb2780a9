namespace KafkaStore.Stores.Tests.Support;

/// <summary>The catalog's tables as statements that make them again.</summary>
internal sealed class CatalogDump(MariaDb server, string database)
{
    public const string FileName = "catalog.sql";

    public static readonly string[] Tables = ["kafka_store", "kafka_store_segments"];

    /// <summary>An INSERT for each row of both tables, in the order of their keys.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync()
    {
        var rows = new List<string>();
        foreach (string table in Tables)
        {
            IReadOnlyList<string> columns = await server.QueryAsync(
                $"SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '{table}' ORDER BY ORDINAL_POSITION",
                database
            );
            string values = string.Join(", ', ', ", columns.Select(column => $"QUOTE(`{column}`)"));
            rows.AddRange(
                await server.QueryAsync(
                    $"SELECT CONCAT('INSERT INTO `{table}` VALUES (', {values}, ');') FROM {table} ORDER BY topic, `partition`, startOffset",
                    database
                )
            );
        }

        return rows;
    }

    public async Task WriteAsync(string path)
    {
        var statements = new List<string>();
        foreach (string table in Tables)
        {
            string definition = Assert.Single(await server.QueryAsync($"SHOW CREATE TABLE {table}", database));
            statements.Add($"{definition[(table.Length + 1)..]};");
        }

        statements.AddRange(await RowsAsync());
        await File.WriteAllTextAsync(path, string.Concat(statements.Select(statement => statement + "\n")));
    }
}
