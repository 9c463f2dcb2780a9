namespace KafkaStore.Catalog.MySql;

/// <summary>Error numbers of the server and its client, the same in MySQL and MariaDB.</summary>
internal static class MySqlErrorNumber
{
    public const int Unreachable = 1042;
    public const int DatabaseDenied = 1044;
    public const int AccessDenied = 1045;
    public const int UnknownDatabase = 1049;
    public const int ColumnMissing = 1054;
    public const int TableDenied = 1142;
    public const int ColumnDenied = 1143;
    public const int TableMissing = 1146;
    public const int LockTimeout = 1205;
    public const int Deadlock = 1213;
    public const int PrivilegeMissing = 1227;
    public const int OutOfRange = 1264;
    public const int NoDefault = 1364;
    public const int WrongValue = 1366;
    public const int TooLong = 1406;
    public const int AccessDeniedWithoutPassword = 1698;
}
