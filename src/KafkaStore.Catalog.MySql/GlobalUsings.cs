global using MySqlConnector;
