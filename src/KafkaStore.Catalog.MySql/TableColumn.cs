using System.Data.Common;
using System.Globalization;

namespace KafkaStore.Catalog.MySql;

/// <summary>A column as the server describes it.</summary>
/// <param name="Type">Without length: <c>varchar</c>, <c>bigint</c>.</param>
/// <param name="Length">In characters; null where it has none.</param>
/// <param name="Collation">Null where it has none.</param>
/// <param name="MustBeGiven">An insert that leaves it out fails.</param>
/// <param name="KeyPosition">In the primary key, from 1; null outside of it.</param>
internal sealed record TableColumn(string Type, long? Length, string? Collation, bool MustBeGiven, long? KeyPosition)
{
    private const string Query = """
        SELECT c.TABLE_NAME, c.COLUMN_NAME, c.DATA_TYPE, c.CHARACTER_MAXIMUM_LENGTH, c.COLLATION_NAME,
          c.IS_NULLABLE = 'NO' AND c.COLUMN_DEFAULT IS NULL AND c.EXTRA = '', k.ORDINAL_POSITION
        FROM information_schema.COLUMNS c
        LEFT JOIN information_schema.KEY_COLUMN_USAGE k ON k.CONSTRAINT_NAME = 'PRIMARY' AND k.TABLE_SCHEMA = DATABASE()
          AND k.TABLE_NAME = c.TABLE_NAME AND k.COLUMN_NAME = c.COLUMN_NAME
        WHERE c.TABLE_SCHEMA = DATABASE() AND c.TABLE_NAME IN (@first, @second)
        """;

    /// <summary>Of those tables of the connection's database that there are.</summary>
    public static async Task<Dictionary<(string Table, string Name), TableColumn>> ReadAsync(
        MySqlConnection connection,
        (string First, string Second) tables,
        CancellationToken cancellationToken
    )
    {
        var columns = new Dictionary<(string, string), TableColumn>();
        using var command = new MySqlCommand(Query, connection);
        command.Parameters.AddWithValue("@first", tables.First);
        command.Parameters.AddWithValue("@second", tables.Second);
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            columns.Add(
                (reader.GetString(0), reader.GetString(1)),
                new TableColumn(
                    reader.GetString(2).ToLowerInvariant(),
                    Number(3),
                    reader.IsDBNull(4) ? null : reader.GetString(4),
                    Number(5) == 1,
                    Number(6)
                )
            );
        }

        return columns;

        long? Number(int column) => reader.IsDBNull(column) ? null : Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);
    }
}
