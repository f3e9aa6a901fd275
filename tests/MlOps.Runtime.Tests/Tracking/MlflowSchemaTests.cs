using System.Text.Json;
using Microsoft.Data.Sqlite;
using MlOps.Store;

namespace MlOps.Tests.Tracking;

/// <summary>Our database has the tables, columns, keys and indexes that a real MLflow 2.12.1 was seen to make.</summary>
public sealed class MlflowSchemaTests
{
    private static readonly JsonElement s_recorded = JsonDocument.Parse(File.ReadAllText(
        Repository.PathOf("tests", "MlOps.Runtime.Tests", "Conformance", "mlflow", "schema-sqlite-2.12.1.json"))).RootElement.GetProperty("tables");

    public static TheoryData<string> Tables => [.. s_recorded.EnumerateObject().Select(static table => table.Name)];

    [Theory]
    [MemberData(nameof(Tables))]
    public void ATableIsAsMlflowMakesIt(string table)
    {
        using var connection = Create();
        var recorded = s_recorded.GetProperty(table);

        Assert.Equal(
            recorded.GetProperty("columns").EnumerateArray().Select(static column => string.Join('|',
                Text(column, "name"), Text(column, "type"), Text(column, "not_null"), Text(column, "default"), Text(column, "pk"))),
            Query(connection, $"SELECT name || '|' || type || '|' || iif(\"notnull\", 'True', 'False') || '|' || ifnull(dflt_value, '') || '|' || pk FROM pragma_table_info('{table}')"));
        Assert.Equal(
            recorded.GetProperty("foreign_keys").EnumerateArray().Select(static key => string.Join('|',
                Text(key, "table"), List(key, "columns"), List(key, "references"), Text(key, "on_update"), Text(key, "on_delete"))).Order(),
            Query(connection, $"SELECT \"table\" || '|' || group_concat(\"from\") || '|' || group_concat(\"to\") || '|' || on_update || '|' || on_delete FROM (SELECT * FROM pragma_foreign_key_list('{table}') ORDER BY id, seq) GROUP BY id").Order());
        Assert.Equal(
            recorded.GetProperty("indexes").EnumerateArray().Select(static index => string.Join('|',
                Text(index, "name"), Text(index, "unique"), Text(index, "origin"), List(index, "columns"))).Order(),
            Query(connection, $"SELECT iif(l.origin = 'c', l.name, '') || '|' || iif(l.\"unique\", 'True', 'False') || '|' || l.origin || '|' || (SELECT group_concat(name) FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno)) FROM pragma_index_list('{table}') l").Order());
        foreach (var check in recorded.GetProperty("checks").EnumerateArray())
        {
            Assert.Contains(check[1].GetString()!, Query(connection, $"SELECT sql FROM sqlite_master WHERE name = '{table}'").Single());
        }
    }

    [Fact]
    public void ThereAreNoOtherTables()
    {
        using var connection = Create();
        Assert.Equal(
            s_recorded.EnumerateObject().Select(static table => table.Name).Order(StringComparer.Ordinal),
            Query(connection, "SELECT name FROM sqlite_master WHERE type = 'table'").Order(StringComparer.Ordinal));
    }

    private static SqliteConnection Create()
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        StoreConnection.Execute(connection, MlflowSchema.Sql);
        return connection;
    }

    private static List<string> Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var list = new List<string>();
        while (rows.Read())
        {
            list.Add(rows.GetString(0));
        }

        return list;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).ToString();

    private static string List(JsonElement element, string name) =>
        string.Join(',', element.GetProperty(name).EnumerateArray().Select(static item => item.GetString()));
}
